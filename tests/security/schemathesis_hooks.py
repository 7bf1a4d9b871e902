"""What schemathesis must know of our media type: bytes are sent as they are."""

import schemathesis

schemathesis.serializer.alias("application/pkcs7-mime", "application/octet-stream")
