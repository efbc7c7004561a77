#!/bin/sh
# build.sh ROOT OUT VERSION: make the Debian package OUT/ref_VERSION-0ref1_ARCH.deb of
# what "make install PREFIX=/usr DESTDIR=ROOT" put into ROOT.  The same sources
# give the same package: times are those of the last commit, or of
# SOURCE_DATE_EPOCH, in a tarball of its files.  Needs dpkg-dev and binutils.
set -eu
here=$(cd "${0%/*}" && pwd)
root=$1 out=$2 version=$3-0ref1
arch=$(dpkg --print-architecture)
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null ||
    date -r "$here/control" +%s)}
export SOURCE_DATE_EPOCH="$epoch" LC_ALL=C TZ=UTC
umask 022

# Debian's own places.
doc=$root/usr/share/doc/ref
mkdir -p "$doc" "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/zsh/site-functions/_ref" \
    "$root/usr/share/zsh/vendor-completions"
rmdir "$root/usr/share/zsh/site-functions"
for program in "$root"/usr/bin/ref-*; do
	strip --strip-unneeded --remove-section=.comment --remove-section=.note \
	    "$program"
done
find "$root/usr/share/man" -type f -exec gzip -9n {} +
cp "$here/copyright" "$doc/"
cp "$here/../../README.md" "$doc/"
{
	echo "ref ($version) unstable; urgency=medium"
	echo
	echo "  * The sources of this day; git has what changed."
	echo
	echo " -- ref maintainers <maintainers@example.org>  $(date -R -d "@$epoch")"
} | gzip -9n >"$doc/changelog.Debian.gz"

# The libraries that the programs are linked with, as Debian names them.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/debian"
printf 'Source: ref\n\nPackage: ref\nArchitecture: any\n' >"$tmp/debian/control"
depends=$(cd "$tmp" && dpkg-shlibdeps -O "$root"/usr/bin/ref-* 2>"$tmp/log") || {
	cat "$tmp/log" >&2
	exit 1
}
depends=${depends#shlibs:Depends=}

mkdir -p "$root/DEBIAN" "$out"
(cd "$root" && find usr -type f | sort | xargs md5sum) >"$root/DEBIAN/md5sums"
size=$(du -k -s --apparent-size "$root/usr" | cut -f 1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" \
    -e "s/@DEPENDS@/$depends/" "$here/control" >"$root/DEBIAN/control"
find "$root" -exec touch -h -d "@$epoch" {} +
dpkg-deb --root-owner-group --build "$root" "$out/ref_${version}_$arch.deb"
