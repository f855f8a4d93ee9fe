"""Which pieces make the demo incident? One module each: clock, private network, servers, clients, story, output."""
