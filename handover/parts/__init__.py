"""Station 2: facts become one XML file per part, validated and hashed."""
