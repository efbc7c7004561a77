# A day with a new book: every commit is looked at.
. "${0%/*}/lib.sh"

# one OP FILE...: the newest commit is one more, by OP, with just these files;
# the book is clean.
one()
{
	is "$(commits)" "$(($(cat seen) + 1))"
	commits >seen
	git -C book log -1 --format=%s >subject
	like subject "^$1: "
	git -C book log -1 --format=%an:%ae:%cn:%ce >who
	printf 'Test User:test@example.com:Test User:test@example.com\n' | same who
	git -C book log -1 --format=%B >message
	has message "Ref-Op: $1"
	shift
	git -C book show --no-renames --name-only --format= HEAD >files
	printf '%s\n' "$@" | sort >wanted
	same files wanted
	for file; do
		case $file in
		contacts/*)
			file=${file##*/}
			has message "Ref-Contact: ${file%.yaml}"
			;;
		esac
	done
	git_clean
}

t 'morning: a book, ten people, a referral, a call' <<'EOT'
	export REF_NOW=2026-10-20T09:00+08:00
	echo 0 >seen
	ref-init book me.name="Aisyah Karim" currency=MYR timezone=Asia/Kuala_Lumpur \
	    'team=[{id: aisyah, name: Aisyah Karim, email: test@example.com}]' >out
	one init .editorconfig .gitattributes .ref/contact.schema.json \
	    .vscode/extensions.json .vscode/settings.json AGENTS.md ref.yaml

	for name in 'Siti Rahman' 'Tan Mei Ling' 'Raj Kumar' 'Wong Kah Wai' 'Nurul Huda' \
	    'Lim Boon Keng' 'Grace Lee' 'Ahmad Zaki' 'Priya Nair' 'Ong Swee Lin'; do
		id=$(printf '%s' "$name" | tr 'A-Z ' 'a-z-')
		ref-add "$name" kind=client segment=B "email=$id@example.com" >out
		printf '%s\tcreated\tcontacts/%s.yaml\n' "$id" "$id" | same out
		one add "contacts/$id.yaml"
	done

	ref-refer siti-rahman "Lim Wei" phone=+60125550199 >out
	one refer contacts/lim-wei.yaml
	ref-due -w 3d --why ack,contact,thank >out
	like out '^lim-wei	2026-10-21T09:00[+]08:00	-1	ack	' \
	    '^lim-wei	2026-10-22T09:00[+]08:00	-2	contact	' \
	    '^siti-rahman	2026-10-20T09:00[+]08:00	0	thank	'
	ref-touch grace-lee call "how is the garden" --why personal >out
	one touch contacts/grace-lee.yaml
EOT

t 'noon: edits by hand, with comments, are recorded as themselves' <<'EOT'
	export REF_NOW=2026-10-20T12:00+08:00
	sed -i 's/^segment: B/segment: A   # knows all of Ipoh/' book/contacts/lim-boon-keng.yaml
	printf '# met him at the open house\nnotes: |\n  Golf.\n\n  Likes durian.\n' \
	    >>book/contacts/lim-boon-keng.yaml
	cp book/contacts/lim-boon-keng.yaml edited
	before=$(commits)
	ref-event lim-boon-keng praise "told the whole club" >out
	is "$(commits)" $((before + 2))
	git -C book show HEAD~1:contacts/lim-boon-keng.yaml >recorded
	same recorded edited
	git -C book log -1 --format=%B HEAD~1 >message
	has message 'edit: lim-boon-keng' 'segment, notes' 'Ref-Op: edit'
	commits >seen
	# Every line of the edited file is in the new one.
	while IFS= read -r line; do
		grep -qxF -e "$line" book/contacts/lim-boon-keng.yaml || {
			note "lost: $line"
			exit 1
		}
	done <edited
	diff edited book/contacts/lim-boon-keng.yaml >changes || true
	hasnt changes '<'
	git_clean
EOT

t 'afternoon: reached, won, thanked' <<'EOT'
	export REF_NOW=2026-10-20T15:00+08:00
	ref-move lim-wei contacted >out
	one move contacts/lim-wei.yaml
	export REF_NOW=2026-10-20T17:00+08:00
	ref-move lim-wei won --value 9600 >out
	one move contacts/lim-wei.yaml
	ref-due --why thank,told >out
	has out 'siti-rahman	' 'told'
	ref-thank siti-rahman --sent --told >out
	one thank contacts/lim-wei.yaml contacts/siti-rahman.yaml
	ref-due --why thank,told >out
	empty out
EOT

t 'evening: the numbers, and everything is sound' <<'EOT'
	export REF_NOW=2026-10-20T18:00+08:00
	ref-stats volume quality >out
	like out '^referrals_received	1	' '^referral_conversion	100	'
	ref-stats -j >json
	ref-list -e 'kind = client' >out
	rows out 11
	ref-check >out
	empty out
	git -C book log --format=%s >subjects
	rows subjects 18
	git_clean
EOT

finish
