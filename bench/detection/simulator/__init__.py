"""What would a mail server's log look like after a month whose every honest and dishonest act is known?"""
