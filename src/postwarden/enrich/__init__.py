"""Addresses in, places out: network, country, city, position and operator of every client address."""
