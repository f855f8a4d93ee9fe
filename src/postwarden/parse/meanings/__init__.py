"""What does each kind of line mean? Sentences that formats share, by what they are about."""
