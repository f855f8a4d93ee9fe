"""How is postwarden made to run by itself on this machine?"""
