<?php
// What a web server does for WordPress: files as they are, everything else to index.php.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$file = realpath( $root . $path );
if ( $file && is_dir( $file ) ) {
	if ( '/' !== substr( $path, -1 ) ) {
		header( "Location: $path/" );
		return true;
	}
	$path .= 'index.php';
	$file  = realpath( $root . $path );
}
if ( $file && is_file( $file ) && 0 === strpos( $file, $root ) ) {
	if ( '.php' !== substr( $file, -4 ) ) {
		return false;
	}
} else {
	$path = '/index.php';
	$file = $root . $path;
}
$_SERVER['SCRIPT_NAME']     = $path;
$_SERVER['PHP_SELF']        = $path;
$_SERVER['SCRIPT_FILENAME'] = $file;
chdir( dirname( $file ) );
require $file;
return true;
