"""Message gateway: any SMS supplier that answers the two calls in the README beside this file."""

from adapters.sms.gateway import SmsGateway

__all__ = ["SmsGateway"]
