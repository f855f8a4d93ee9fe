"""What happened in the last minutes, measured by what was usual before?"""
