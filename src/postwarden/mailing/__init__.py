"""How does a report become a mail, and how is it handed over?"""
