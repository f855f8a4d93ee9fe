"""Records of one queue id, one session, one attempt become logins, failures, messages and deliveries."""
