"""Files from the network: fetched and unpacked beside their place, and put there when they are whole."""
