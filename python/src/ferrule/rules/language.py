"""Names of the rule language, for editors and type checkers: see `language.pyi`. Rules are no Python: nothing runs."""
