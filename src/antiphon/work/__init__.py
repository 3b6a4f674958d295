"""The ground's engine: the database that comes with us, sweeps over due rows, health."""
