"""What a forger, a clumsy hand or a broken file must not achieve. docs/threat-model.md names these tests."""
