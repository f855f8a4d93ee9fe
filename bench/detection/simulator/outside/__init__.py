"""Who lives outside the server, and what do other mail servers answer?"""
