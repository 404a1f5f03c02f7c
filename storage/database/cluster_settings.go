package database

// clusterUser is the superuser of a private cluster; nobody else can reach it.
const clusterUser = "portal"

// ClusterOption changes how StartCluster runs the server.
type ClusterOption func(*clusterSettings)

type clusterSettings struct {
	disposable bool
}

// Disposable gives up durability for speed: for data that may be lost when the
// machine stops, as in tests. Stop then skips the final checkpoint too.
func Disposable() ClusterOption { return func(s *clusterSettings) { s.disposable = true } }

func (s clusterSettings) serverOptions(socketDir string) []string {
	options := []string{
		"listen_addresses=",
		"unix_socket_directories=" + socketDir,
		"unix_socket_permissions=0700",
		"max_connections=200",
		"timezone=UTC",
		"log_timezone=UTC",
		// Terse leaves out the detail line, which quotes values of rows.
		"log_error_verbosity=terse",
		"log_min_error_statement=panic",
		"log_line_prefix=%m [%p] ",
	}
	if s.disposable {
		options = append(options, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "checkpoint_timeout=1h")
	}
	var args []string
	for _, option := range options {
		args = append(args, "-c", option)
	}
	return args
}
