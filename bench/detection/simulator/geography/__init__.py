"""Where in the invented world is an address, and how does somebody come by it?"""
