#!/usr/bin/env bash
# A real WordPress on SQLite in a folder, from Debian's and npm's packages: no daemon, no web server, nothing installed.
# usage: prepare.sh FOLDER SUITE      SUITE: a Debian suite; trixie has WordPress 6.8, sid 7.1
# needs php-cli with sqlite3, curl, xml, mbstring and gd, npm, and apt with a Debian mirror
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
suite=$2
site=$folder/site
mkdir -p "$folder"/{debs,unpacked,lists/partial,cache/archives/partial} "$site"

# The packages of another suite, with the mirror this machine uses, and without touching what it has set.
mirror=$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null || true; } |
  grep -E '^(URIs:|deb) ' | grep -oE 'https?://[^ ]+/debian( |$)' | head -1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$folder/suite.list"
apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$folder/suite.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$folder/lists" \
    -o Dir::Cache="$folder/cache" -o APT::Sandbox::User="$(id -un)" "$@"
}
apt update
(cd "$folder/debs" && apt download wordpress wordpress-theme-twentytwentyfive libjs-underscore libjs-cropper \
  libjs-lodash libjs-jquery-ui php-getid3 libphp-phpmailer)
for package in "$folder"/debs/*.deb; do dpkg-deb -x "$package" "$folder/unpacked"; done

# The package is full of links to other packages' files. Those that lead nowhere are replaced below, or not needed.
cp -rL "$folder"/unpacked/usr/share/wordpress/. "$site/" 2> /dev/null || true
cp -rL "$folder"/unpacked/var/lib/wordpress/wp-content/. "$site/wp-content/" 2> /dev/null || true
cp /etc/ssl/certs/ca-certificates.crt "$site/wp-includes/certificates/ca-bundle.crt"
rm -f "$site/.htaccess"
mkdir -p "$site"/wp-content/{uploads,plugins,mu-plugins}

# WordPress's own plugin that keeps the database in a file.
(cd "$folder" && npm pack --silent @wp-playground/cli@3.1.56 > /dev/null &&
  tar xzf wp-playground-cli-*.tgz package/sqlite-database-integration.zip &&
  python3 -m zipfile -e package/sqlite-database-integration.zip "$site/wp-content/plugins/")
mv "$site"/wp-content/plugins/{plugin-,}sqlite-database-integration
cp "$site/wp-content/plugins/sqlite-database-integration/db.copy" "$site/wp-content/db.php"

cp "$here/wp-config.php" "$site/"
cp "$here/desk.php" "$site/wp-content/mu-plugins/"
WORDPRESS_HOME=http://127.0.0.1 php -d sendmail_path=/bin/true "$here/install.php" "$site" > /dev/null
rm -rf "$folder"/{debs,unpacked,lists,cache,package} "$folder"/*.tgz
