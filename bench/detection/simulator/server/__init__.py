"""What do Postfix and Dovecot do, and write down, when somebody comes?"""
