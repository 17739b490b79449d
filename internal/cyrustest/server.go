//go:build unix

// Package cyrustest runs a private Cyrus IMAP for a test: on loopback, on free ports, behind TLS
// of a throw-away authority, with everything it writes in a folder of its own. Debian's packages
// of it cannot be installed beside Dovecot, so scripts/need unpacks them into a folder. Only
// tests import it.
package cyrustest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"casebook/internal/dovecottest"
)

// Server is a running Cyrus with one account. Its methods end the test when they fail.
type Server struct {
	ImapsAddr string // host:port of implicit TLS
	ImapAddr  string // host:port of STARTTLS; it takes no password before TLS
	CAFile    string // PEM file of the authority that signed its certificate
	User      string
	Password  string

	t       testing.TB
	root    string // where the packages are unpacked
	dir     string
	owner   *syscall.Credential
	running *dovecottest.Running // nil: it is stopped
}

// roots are the folders into which scripts/need unpacks the packages.
func roots() []string {
	dirs := []string{"/var/cache/casebook/cyrus"}
	if cache, err := os.UserCacheDir(); err == nil {
		dirs = append(dirs, filepath.Join(cache, "casebook", "cyrus"))
	}
	return dirs
}

// Start runs a server until the test ends. It ends the test where Cyrus is missing.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, User: "shared", Password: "only-for-this-test"}
	for _, root := range roots() {
		if _, err := os.Stat(filepath.Join(root, "usr/lib/cyrus/bin/master")); err == nil {
			s.root = root
		}
	}
	if s.root == "" {
		t.Fatal("cyrustest: Cyrus is not on this machine: run scripts/need test")
	}
	s.must(s.makeFolder())
	t.Cleanup(func() {
		s.stop()
		os.RemoveAll(s.dir)
	})
	var err error
	for range 3 { // someone may take the free ports that were found
		if s.ImapsAddr, s.ImapAddr, err = dovecottest.FreePorts(); err != nil {
			break
		}
		if err = s.run(); err == nil {
			return s
		}
	}
	t.Fatalf("cyrustest: %v", err)
	return nil
}

// ClientTLS is a client's configuration that trusts the server's authority and nothing else.
func (s *Server) ClientTLS() (*tls.Config, error) { return dovecottest.Trusting(s.CAFile) }

func (s *Server) stop() {
	if s.running != nil {
		s.running.Stop()
		s.running = nil
	}
}

// makeFolder lays out what Cyrus needs, owned by the user it will run as.
func (s *Server) makeFolder() error {
	dir, err := os.MkdirTemp("", "cyrus")
	if err != nil {
		return err
	}
	s.dir, s.CAFile = dir, filepath.Join(dir, "ca.pem")
	for _, sub := range []string{"run", "spool", "conf/proc", "conf/socket", "conf/db", "conf/log"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := dovecottest.WriteCertificates(dir); err != nil {
		return err
	}
	if err := s.addUser(); err != nil {
		return err
	}
	if os.Getuid() != 0 {
		return nil
	}
	if s.owner, err = dovecottest.Nobody(); err != nil {
		return err
	}
	return s.give()
}

// give hands the folder to the user the server runs as.
func (s *Server) give() error {
	if s.owner == nil {
		return nil
	}
	return filepath.WalkDir(s.dir, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, int(s.owner.Uid), int(s.owner.Gid)))
	})
}

// realm is the one that passwords are kept under: the server's name.
const realm = "casebook-test"

func (s *Server) addUser() error {
	program := "saslpasswd2"
	if _, err := exec.LookPath(program); err != nil {
		program = "/usr/sbin/saslpasswd2"
	}
	cmd := exec.Command(program, "-p", "-c", "-f", filepath.Join(s.dir, "sasldb2"), "-u", realm, s.User)
	cmd.Stdin = strings.NewReader(s.Password)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("saslpasswd2: %w\n%s", err, out)
	}
	return nil
}

const imapdConf = `configdirectory: DIR/conf
partition-default: DIR/spool
defaultpartition: default
cyrus_user: USER
servername: ` + realm + `
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: DIR/sasldb2
sasl_mech_list: PLAIN LOGIN
allowplaintext: no
unixhierarchysep: yes
altnamespace: yes
virtdomains: off
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: Sent | Junk
autocreate_subscribe_folders: Sent | Junk
xlist-sent: Sent
xlist-junk: Junk
specialusealways: yes
conversations: no
tls_server_cert: DIR/server.pem
tls_server_key: DIR/server.key
tls_versions: tls1_2 tls1_3
maxlogins_per_user: 0
idlesocket: DIR/conf/socket/idle
lmtpsocket: DIR/conf/socket/lmtp
notifysocket: DIR/conf/socket/notify
`

const cyrusConf = `START {
  recover cmd="BIN/ctl_cyrusdb -C DIR/imapd.conf -r"
  idled cmd="BIN/idled -C DIR/imapd.conf"
}
SERVICES {
  imap cmd="BIN/imapd -C DIR/imapd.conf" listen="IMAP" proto=tcp4 prefork=0
  imaps cmd="BIN/imapd -C DIR/imapd.conf -s" listen="IMAPS" proto=tcp4 prefork=0
}
EVENTS {
}
`

func (s *Server) writeConfig() error {
	id := os.Getuid()
	if s.owner != nil {
		id = int(s.owner.Uid)
	}
	u, err := user.LookupId(strconv.Itoa(id))
	if err != nil {
		return err
	}
	fill := strings.NewReplacer("DIR", s.dir, "BIN", filepath.Join(s.root, "usr/lib/cyrus/bin"),
		"USER", u.Username, "IMAPS", s.ImapsAddr, "IMAP\"", s.ImapAddr+"\"")
	return errors.Join(
		os.WriteFile(filepath.Join(s.dir, "imapd.conf"), []byte(fill.Replace(imapdConf)), 0o644),
		os.WriteFile(filepath.Join(s.dir, "cyrus.conf"), []byte(fill.Replace(cyrusConf)), 0o644),
		s.give(),
	)
}

func (s *Server) run() error {
	if err := s.writeConfig(); err != nil {
		return err
	}
	libraries, err := filepath.Glob(filepath.Join(s.root, "usr/lib/*/libcyrus.so.0"))
	if err != nil || len(libraries) == 0 {
		return errors.New("the packages hold no libcyrus")
	}
	s.running, err = dovecottest.Command{
		Args: []string{
			filepath.Join(s.root, "usr/lib/cyrus/bin/master"), "-C", filepath.Join(s.dir, "imapd.conf"),
			"-M", filepath.Join(s.dir, "cyrus.conf"), "-p", filepath.Join(s.dir, "run", "master.pid"),
		},
		Dir: s.dir, Env: append(os.Environ(), "LD_LIBRARY_PATH="+filepath.Dir(libraries[0])),
		Owner: s.owner, Addr: s.ImapsAddr, CAFile: s.CAFile,
	}.Run()
	return err
}

func (s *Server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("cyrustest: %v", err)
	}
}
