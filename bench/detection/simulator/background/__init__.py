"""What happens on every mail server, whoever lives there?"""
