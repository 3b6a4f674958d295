"""What lies in the folder of the cluster: its rules, its settings, the notes of a dead server."""

import os
import pwd
import stat
from pathlib import Path

from antiphon.work.database.account import Account, NoDatabaseError

USER = "antiphon"
SOCKET = ".s.PGSQL.5432"

# Nobody but the account of the server and we ourselves, proved by the kernel; no network at all.
HBA = f"""\
local all {USER} peer map=antiphon
local replication {USER} peer map=antiphon
"""

# Statements may hold what must stay secret, so failing ones are not written to the log.
SETTINGS = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 64MB
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
timezone = 'UTC'
log_timezone = 'UTC'
"""

# For tests alone: what is written is gone with the machine.
THROWAWAY = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""


def own(folder: Path, who: Account) -> None:
    """Have the folder, belonging to that account and closed to all others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in {who.uid, os.geteuid()}:
        raise NoDatabaseError(f"{folder} belongs to somebody else; move it away.")
    folder.chmod(0o700)
    if not who.is_ours:
        os.chown(folder, who.uid, who.gid)


def write_rules(data: Path, socket: Path, who: Account, *, throwaway: bool) -> None:
    """Say who may come in and how the server behaves; said anew at every start."""
    ourselves = pwd.getpwuid(os.geteuid()).pw_name
    names = "".join(f'antiphon "{name}" {USER}\n' for name in sorted({who.name, ourselves}))
    lines = SETTINGS + (THROWAWAY if throwaway else "")
    where = f"unix_socket_directories = '{socket}'\ninclude_if_exists 'local.conf'\n"
    for name, content in {
        "pg_hba.conf": HBA,
        "pg_ident.conf": names,
        "postgresql.conf": lines + where,
    }.items():
        (data / name).write_text(content)


def forget_strangers(data: Path, socket: Path) -> None:
    """After a crash the number in postmaster.pid may be that of another program, or of a dead
    one that nobody buried, as in a container without an init.

    PostgreSQL passes over a note with the number of who starts it, and still looks whether the
    shared memory named in it is in use: deleting the note would lose that look.
    """
    note = data / "postmaster.pid"
    if not note.exists() or not Path("/proc/self").exists():
        return
    number, end, rest = note.read_text().partition("\n")
    command = Path("/proc") / number.strip() / "cmdline"
    if not command.exists() or os.fsencode(data) not in command.read_bytes():
        note.write_text(f"{os.getpid()}{end}{rest}")
        for left in (SOCKET, f"{SOCKET}.lock"):
            (socket / left).unlink(missing_ok=True)
