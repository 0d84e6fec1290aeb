# What the cases of the corpora may use. $OUT is where they build to, $OUTSIDE a
# folder beside the repository, $PICTURES the pictures that the test draws,
# $MINGLU the program.

brand=content/brands/donghai/donghai-shuijing-diaoke.md
candidate=content/brands/donghai/donghai-houxuan.md
notice=content/notices/shiji-2024-rending.md

# ordinary makes the repository that every case begins with.
ordinary() {
	mkdir -p ../home ../tmp public
	rm -f content/brands/*/*.webp # scaling them takes longer than all else
	sed -i '/^cover:/d' content/brands/*/*.md
	cp "$PICTURES/ordinary.jpg" content/brands/donghai/shuijing.jpg
	sed -i -e '/^industry:/a cover: {file: shuijing.jpg, alt: 水晶摆件}' "$brand"
	printf '*\n!.gitignore\n' >public/.gitignore
	printf '/.cache/\n/minglu\n' >.gitignore
	git init -q -b main
	git add -A
	git commit -q -m base
	git tag base
	git repack -adq # cases copy fewer files
}

# repository copies it for a case.
repository() {
	mkdir home tmp outside outside/folder
	cp -a "$(dirname "$MINGLU")/repo" repo
	echo "$CANARY" >outside/canary.txt
	echo "$CANARY" >outside/folder/a.md
	echo "$CANARY" >outside/folder/brand-0123456789abcdef.jpg
	chmod 777 . home tmp
}

minglu() { "$MINGLU" "$@"; }

commit() {
	git add -f -A
	git commit -q -m hostile
}

# append TEXT… adds lines to a brand's prose.
append() { printf '%b\n' "$@" >>"$brand"; }

# field KEY VALUE sets a line of a brand's front matter.
field() {
	sed -i "/^$1:/d" "$brand"
	sed -i "1a $(printf '%s: %s' "$1" "$2" | sed 's/\\/\\\\/g')" "$brand"
}

# candidate TEXT… makes a brand that nothing recognizes.
candidate() {
	printf '%s\n' --- 'name: 东海候选工匠' 'county: 东海县' --- '介绍。' '' >"$candidate"
	printf '%b\n' "$@" >>"$candidate"
}

# times N TEXT prints a text N times.
times() { perl -e 'print $ARGV[1] x $ARGV[0]' "$1" "$2"; }

# as_nobody lets the permissions of files hold for root too.
as_nobody() {
	if [[ $(id -u) == 0 ]]; then
		AS='setpriv --reuid 65534 --regid 65534 --clear-groups'
	fi
}
