"""Exchange on a server of the council's own, through Exchange Web Services. Needs exchangelib: `linkbot[exchange]`."""
