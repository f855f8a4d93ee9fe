"""How do honest people use their mailboxes, quiet ones and those who look odd?"""
