#!/bin/sh
# place.t: where a book may stand, who owns it, and what its git configuration
# would have us run.
. "${0%/*}/lib.sh"

# whole: the small book anew.
whole()
{
	[ ! -e "$REF_BOOK" ] || chmod -R u+rwX "$REF_BOOK"
	rm -rf "$REF_BOOK"
	book
}

# as_nobody CMD...: without the rights of the one who runs the tests, when that
# is root, who may do everything; else just so.
as_nobody()
{
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
		return
	fi
	command -v setpriv >/dev/null || skip 'setpriv is not installed'
	chmod 755 "$T" "$HOME"
	chmod 644 "$GIT_CONFIG_GLOBAL"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$T_BIN/ref" -h \
	    >/dev/null || skip 'nobody cannot reach the programs'
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

only_root()
{
	[ "$(id -u)" -eq 0 ] || skip 'only root can give files away'
}

# armed: the book's configuration names programs that leave a mark.
armed()
{
	printf '#!/bin/sh\necho "$0" >>"%s/pwned"\ncat >/dev/null\n' "$T" >trap
	chmod 755 trap
	rm -f pwned
	for key in core.fsmonitor core.sshCommand core.editor core.pager \
	    core.askPass gpg.program diff.external diff.ref.textconv \
	    diff.ref.command credential.helper sequence.editor \
	    core.gitProxy ref.git; do
		git -C "$REF_BOOK" config "$key" "$T/trap"
	done
	git -C "$REF_BOOK" config commit.gpgSign true
	git -C "$REF_BOOK" config merge.ref.driver "$T/trap"
	git -C "$REF_BOOK" config core.hooksPath "$T/hooks"
	mkdir -p hooks
	for hook in pre-commit commit-msg post-commit post-checkout pre-push \
	    reference-transaction post-index-change; do
		cp trap "hooks/$hook"
	done
}

readers()
{
	ref-list >/dev/null
	ref-due >/dev/null
	ref-show siti-rahman >/dev/null
	ref-stats >/dev/null
	ref-report >/dev/null
	ref-export csv >/dev/null
}

# --- whose it is ---

t 'the book of another user: read, not written, with the way out' <<'EOT'
	only_root
	whole
	before=$(commits)
	chown -R 65534:65534 "$REF_BOOK"
	readers
	for cmd in 'ref-touch siti-rahman call' ref-commit ref-sync ref-undo \
	    ref-log 'ref-check --fix'; do
		# shellcheck disable=SC2086 # a command and its words
		exits 3 $cmd >out 2>err
		has err 'belongs to another user' 'safe.directory'
	done
	chown -R 0:0 "$REF_BOOK"
	is "$(commits)" "$before"
	git_clean
EOT

t 'trusted by safe.directory, one by one or all: written' <<'EOT'
	only_root
	whole
	chown -R 65534:65534 "$REF_BOOK"
	git config --global safe.directory "$REF_BOOK"
	ref-touch siti-rahman call trusted >/dev/null
	git config --global safe.directory '*'
	ref-touch siti-rahman call 'trusted too' >/dev/null
	git_clean
	git config --global --unset-all safe.directory
	chown -R 0:0 "$REF_BOOK"
EOT

t 'the book of another user, its configuration armed: nothing of it runs' <<'EOT'
	only_root
	whole
	armed
	chown -R 65534:65534 "$REF_BOOK"
	readers
	ref-check >out 2>err
	for cmd in 'ref-touch siti-rahman call' ref-commit ref-sync ref-undo \
	    ref-log; do
		# shellcheck disable=SC2086
		exits 3 $cmd >out 2>err
	done
	exits 2 ref-stats --rev HEAD >out 2>err
	has err safe.directory
	absent pwned
	chown -R 0:0 "$REF_BOOK"
EOT

t 'our own book, armed: readers run nothing' <<'EOT'
	whole
	armed
	readers
	absent pwned
EOT

t 'hooks of commits are not run; pre-push is, by git' <<'EOT'
	whole
	rm -f pwned
	printf '#!/bin/sh\necho "${0##*/}" >>"%s/pwned"\n' "$T" >mark
	chmod 755 mark
	for hook in pre-commit commit-msg post-commit pre-push; do
		cp mark "$REF_BOOK/.git/hooks/$hook"
	done
	ref-touch siti-rahman call 'no hooks' >/dev/null
	absent pwned
	rm -rf hub.git
	git init -q --bare hub.git
	git -C "$REF_BOOK" remote add origin "$T/hub.git"
	ref-sync
	is "$(cat pwned)" pre-push
	printf '#!/bin/sh\necho "not today" >&2\nexit 1\n' \
	    >"$REF_BOOK/.git/hooks/pre-push"
	ref-touch siti-rahman call 'kept here' >/dev/null
	exits 2 ref-sync 2>err
	has err 'not today' 'cannot push'
	git_clean
EOT

t 'a copy of a remote runs nothing that its files ask for' <<'EOT'
	whole
	rm -f pwned
	printf '* filter=trap diff=trap merge=trap\n' >"$REF_BOOK/.gitattributes"
	printf '[submodule "x"]\n\tpath = x\n\turl = ext::touch %s/pwned\n' "$T" \
	    >"$REF_BOOK/.gitmodules"
	mkdir -p "$REF_BOOK/hooks"
	printf '#!/bin/sh\ntouch %s/pwned\n' "$T" >"$REF_BOOK/hooks/post-checkout"
	chmod 755 "$REF_BOOK/hooks/post-checkout"
	save hostile
	rm -rf hub.git c
	git clone -q --bare "$REF_BOOK" hub.git
	ref-init --from "$T/hub.git" c
	REF_BOOK=$T/c ref-list >/dev/null
	absent pwned
	git config --global filter.trap.clean "touch $T/pwned"
	git config --global filter.trap.smudge cat
	exits 3 ref-touch -B c siti-rahman call 2>err
	has err filter
	absent pwned
	git config --global --remove-section filter.trap
EOT

t 'ref.git names the git to run' <<'EOT'
	whole
	rm -rf hub.git
	git init -q --bare hub.git
	git -C "$REF_BOOK" remote add origin "$T/hub.git"
	printf '#!/bin/sh\necho "$1" >>"%s/calls"\nexec git "$@"\n' "$T" >mygit
	chmod 755 mygit
	git config --global ref.git "$T/mygit"
	ref-sync
	[ -s calls ]
	git config --global ref.git "$T/nowhere"
	exits 2 ref-sync 2>err
	has err 'cannot run git' ref.git
	git config --global --unset ref.git
EOT

# --- where it stands ---

t 'GIT_DIR and its like do not lead astray' <<'EOT'
	whole
	rm -rf other hub.git
	git init -q other
	git -C other commit -q --allow-empty -m other
	git init -q --bare hub.git
	git -C "$REF_BOOK" remote add origin "$T/hub.git"
	at=$(git -C other rev-parse HEAD)
	before=$(commits)
	(
		export GIT_DIR="$T/other/.git" GIT_WORK_TREE="$T/other" \
		    GIT_INDEX_FILE="$T/other/.git/index" \
		    GIT_OBJECT_DIRECTORY="$T/other/.git/objects" \
		    GIT_COMMON_DIR="$T/other/.git" GIT_PREFIX=x/ \
		    GIT_ALTERNATE_OBJECT_DIRECTORIES="$T/other/.git/objects"
		ref-touch siti-rahman call 'at home' >/dev/null
		ref-sync
		ref-log siti-rahman >log
		ref-undo >/dev/null
		ref-init --from "$T/hub.git" c2
	)
	is "$(commits)" $((before + 2))
	is "$(git -C other rev-parse HEAD)" "$at"
	is "$(git -C other status --porcelain)" ''
	git_clean
	git_clean c2
EOT

t 'a linked work tree is a book of its own branch' <<'EOT'
	whole
	rm -rf linked
	git -C "$REF_BOOK" worktree add -q -b side "$T/linked"
	before=$(git -C "$REF_BOOK" rev-parse main)
	ref-touch -B linked siti-rahman call aside >/dev/null
	git_clean linked
	is "$(git -C linked log -1 --format=%s side)" 'touch: siti-rahman'
	is "$(git -C "$REF_BOOK" rev-parse main)" "$before"
	git_clean
EOT

t 'a bare repository is no book to write; what is beside it neither' <<'EOT'
	whole
	rm -rf bare
	git clone -q --bare "$REF_BOOK" bare
	exits 2 ref-list -B bare 2>err
	cp "$REF_BOOK/ref.yaml" bare/
	exits 2 ref-touch -B bare siti-rahman call 2>err
	mkdir bare/contacts
	cp "$REF_BOOK/contacts/siti-rahman.yaml" bare/contacts
	exits 3 ref-touch -B bare siti-rahman call 2>err
	has err 'bare repository'
	is "$(git -C bare rev-parse HEAD)" "$(git -C "$REF_BOOK" rev-parse HEAD)"
EOT

t 'a book inside a larger repository: read; a change says what is wanted' <<'EOT'
	whole
	rm -rf larger
	git init -q larger
	mkdir larger/book
	cp -R "$REF_BOOK/ref.yaml" "$REF_BOOK/contacts" larger/book
	git -C larger add -A
	git -C larger commit -qm larger
	ref-list -B larger/book >out
	rows out 5
	exits 3 ref-touch -B larger/book siti-rahman call 2>err
	has err 'is not a git repository' 'ref-init'
	git_clean larger
EOT

t 'links, pipes and devices in the place of contacts are left alone' <<'EOT'
	whole
	printf 'name: Outside\nsource: event\n' >outside
	cp outside before
	ln -s "$T/outside" "$REF_BOOK/contacts/linked.yaml"
	mkfifo "$REF_BOOK/contacts/pipe.yaml"
	for id in linked pipe; do
		status=0
		timeout 20 ref-touch "$id" call >out 2>err || status=$?
		case $status in
		2 | 3) ;;
		*) note "$id: $status"; exit 1 ;;
		esac
	done
	exits 4 timeout 20 ref-list >out 2>err
	rows out 5
	has err 'pipe.yaml' 'not a regular file'
	exits 1 timeout 20 ref-check >out
	rm "$REF_BOOK/contacts/linked.yaml" "$REF_BOOK/contacts/pipe.yaml"
	ln "$REF_BOOK/contacts/mei-chen.yaml" twin
	exits 3 ref-touch mei-chen call 2>err
	has err 'hard link'
	rm twin
	mv "$REF_BOOK/contacts" away
	cp -R away kept
	ln -s "$T/away" "$REF_BOOK/contacts"
	status=0
	timeout 20 ref-touch siti-rahman call >out 2>err || status=$?
	[ "$status" -eq 2 ] || [ "$status" -eq 3 ]
	diff -r away kept
	same outside before
EOT

# --- rights ---

t 'without the right to write: readers read, writers say so' <<'EOT'
	whole
	i=0
	while [ $i -lt 210 ]; do
		printf 'name: Many %s\nsource: event\n' $i | person "many-$i"
		i=$((i + 1))
	done
	save many
	[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$REF_BOOK"
	chmod -R a-w,a+rX "$REF_BOOK"
	as_nobody ref-list >out 2>err
	rows out 215
	empty err
	as_nobody ref-due >out 2>err
	empty err
	as_nobody ref-log siti-rahman >out
	[ -s out ]
	exits 2 as_nobody ref-touch siti-rahman call 2>err
	has err 'Permission denied'
	exits 2 as_nobody ref-add 'New Person' source=event 2>err
	has err 'Permission denied'
	exits 2 as_nobody ref-sync 2>err
	has err 'Permission denied'
	[ "$(id -u)" -ne 0 ] || chown -R 0:0 "$REF_BOOK"
	chmod -R u+w "$REF_BOOK"
	git_clean
EOT

t 'the contacts alone not writable: nothing changed, nothing left' <<'EOT'
	whole
	[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$REF_BOOK"
	before=$(git -C "$REF_BOOK" -c safe.directory='*' rev-parse HEAD)
	chmod a-w "$REF_BOOK/contacts"
	exits 2 as_nobody ref-touch siti-rahman call 2>err
	has err 'Permission denied'
	chmod u+w "$REF_BOOK/contacts"
	[ "$(id -u)" -ne 0 ] || chown -R 0:0 "$REF_BOOK"
	is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
	git_clean
	ref-touch siti-rahman call 'and now' >/dev/null
	git_clean
EOT

t 'a file system mounted read-only' <<'EOT'
	only_root
	whole
	mkdir -p ro
	if ! mount --bind "$REF_BOOK" ro 2>mount.err; then
		skip 'mounting is not allowed here'
	fi
	trap 'umount ro' EXIT
	mount -o remount,ro,bind ro
	REF_BOOK=$T/ro readers
	exits 2 ref-touch -B ro siti-rahman call 2>err
	has err 'Read-only file system'
	exits 2 ref-sync -B ro 2>err
	has err 'Read-only file system'
EOT

t 'new files are for their owner alone, whatever the umask' <<'EOT'
	for mask in 022 000 077; do
		(umask $mask && ref-init "umask$mask" >/dev/null &&
		    ref-add -B "umask$mask" 'Lim Wei' source=event >/dev/null &&
		    ref-touch -B "umask$mask" lim-wei call >/dev/null)
		find "umask$mask" ! -type l -perm /077 >open
		empty open
	done
	whole
	chmod 640 "$REF_BOOK/contacts/siti-rahman.yaml"
	ref-touch siti-rahman call 'mode kept' >/dev/null
	is "$(stat -c %a "$REF_BOOK/contacts/siti-rahman.yaml")" 640
	git -C "$REF_BOOK" config core.sharedRepository group
	(umask 077 && ref-add 'Lim Two' source=event >/dev/null)
	is "$(stat -c %a "$REF_BOOK/contacts/lim-two.yaml")" 660
EOT

finish
