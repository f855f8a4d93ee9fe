"""How are accounts broken into, and what is done with them then?"""
