"""Claims of all documents become one world: who is who, which claims tell of one event, who disagrees, what to prefer."""
