//go:build unix

package dovecottest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"
)

// Every process runs as the one unprivileged user, so nothing needs root or an account of the
// machine's. What the two generations of Dovecot write alike:
const common = `protocols = imap
listen = 127.0.0.1
base_dir = {{.Dir}}/run
state_dir = {{.Dir}}/state
instance_name = casebook-test
log_path = {{.Dir}}/dovecot.log
default_internal_user = {{.User}}
default_internal_group = {{.Group}}
default_login_user = {{.User}}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
ssl = required
auth_mechanisms = plain login {{.Mechanisms}}
auth_failure_delay = 0
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = subscribe
    special_use = \Sent
  }
  mailbox Junk {
    auto = subscribe
    special_use = \Junk
  }
}
# Where the machine has no more of what tells of new files, Dovecot looks for them by itself.
mailbox_idle_check_interval = 1 secs
protocol imap {
  mail_max_userip_connections = 50
  {{with .Capability}}imap_capability = {{.}}{{end}}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = {{.ImapPort}}
  }
  inet_listener imaps {
    port = {{.ImapsPort}}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`

// config23 is for Dovecot 2.3: Debian 12, Ubuntu 22.04 and 24.04.
var config23 = template.Must(template.New("dovecot.conf").Parse(common + `
mail_location = maildir:%h
mail_plugins = zlib
protocol imap {
  mail_plugins = zlib imap_zlib
}
ssl_cert = <{{.Dir}}/server.pem
ssl_key = <{{.Dir}}/server.key
disable_plaintext_auth = yes
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {{.Dir}}/users
}
{{if .Introspect}}passdb {
  driver = oauth2
  mechanisms = {{.Mechanisms}}
  args = {{.Dir}}/oauth2.conf
}
{{end}}userdb {
  driver = passwd-file
  args = username_format=%u {{.Dir}}/users
}
`))

// oauth2Config is a file of its own in Dovecot 2.3. The token is put at the end of the address.
const oauth2Config = `introspection_mode = get
introspection_url = %s
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
`

// config24 is for Dovecot 2.4, which renamed its settings and compresses without a plugin: Debian 13.
var config24 = template.Must(template.New("dovecot.conf").Parse(`dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
` + common + `
mail_driver = maildir
mail_path = %{home}
ssl_server_cert_file = {{.Dir}}/server.pem
ssl_server_key_file = {{.Dir}}/server.key
auth_allow_cleartext = no
passdb passwd-file {
  passwd_file_path = {{.Dir}}/users
}
userdb passwd-file {
  passwd_file_path = {{.Dir}}/users
}
{{with .Introspect}}oauth2 {
  introspection_mode = get
  introspection_url = {{.}}
  force_introspection = yes
  username_attribute = username
  active_attribute = active
  active_value = true
}
{{end}}`))

// configFor picks by what the program says of itself: "2.3.19.1 (9b53102964)".
func configFor(program string) (*template.Template, error) {
	out, err := exec.Command(program, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s --version: %w", program, err)
	}
	if strings.HasPrefix(string(out), "2.3.") {
		return config23, nil
	}
	return config24, nil
}

// writeConfig leaves dovecot.conf and the account's line in the server's folder.
func (s *Server) writeConfig(program string) error {
	config, err := configFor(program)
	if err != nil {
		return err
	}
	id := os.Getuid()
	if s.owner != nil {
		id = int(s.owner.Uid)
	}
	u, err := user.LookupId(strconv.Itoa(id))
	if err != nil {
		return err
	}
	g, err := user.LookupGroupId(u.Gid)
	if err != nil {
		return err
	}
	var text strings.Builder
	err = config.Execute(&text, map[string]string{
		"Dir": s.dir, "User": u.Username, "Group": g.Name, "Capability": s.capability,
		"Introspect": s.introspect, "Mechanisms": s.mechanisms, "ImapPort": port(s.ImapAddr), "ImapsPort": port(s.ImapsAddr),
	})
	if err != nil {
		return err
	}
	account := fmt.Sprintf("%s:{PLAIN}%s:%s:%s::%s::\n", s.User, s.Password, u.Uid, u.Gid, s.MailDir)
	if err := s.write("users", account); err != nil {
		return err
	}
	if err := s.write("oauth2.conf", fmt.Sprintf(oauth2Config, s.introspect)); err != nil {
		return err
	}
	return s.write("dovecot.conf", text.String())
}

func (s *Server) write(name, text string) error {
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return err
	}
	return s.give(path)
}

func port(addr string) string {
	_, p, _ := net.SplitHostPort(addr)
	return p
}
