package database

// Seams for the tests in database_test, which need dbtest and so cannot be inside.
var (
	MigrateFiles = migrate
	PendingFiles = pending
	PortalOnly   = migratePortal
	OpenPool     = openPool
)
