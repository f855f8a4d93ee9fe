"""How right are the verdicts about months whose truth is known?"""
