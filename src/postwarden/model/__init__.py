"""The words that all stages share: tables, findings, verdicts. No input, no output, no imports of ours."""
