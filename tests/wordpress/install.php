<?php
// usage: install.php SITE    sets up the tables, and users of which each has a password that is its name with `-pw`
define( 'WP_INSTALLING', true );
$_SERVER += array( 'HTTP_HOST' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET' );
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Test desk', 'admin', 'admin@example.test', true, '', 'admin-pw' );
update_option( 'permalink_structure', '/%postname%/' );
wp_set_password( 'admin-pw', 1 );
wp_insert_user(
	array(
		'user_login'   => 'author1',
		'user_pass'    => 'author1-pw',
		'user_email'   => 'author1@example.test',
		'role'         => 'author',
		'display_name' => 'Mara Ellison',
	)
);
// No guide over the editor when it is opened first.
foreach ( array( 1, 2 ) as $user ) {
	update_user_meta( $user, 'wp_persisted_preferences', array( 'core' => array( 'enableChoosePatternModal' => false ), 'core/edit-post' => array( 'welcomeGuide' => false ), '_modified' => gmdate( 'c' ) ) );
}
// A picture for the article.
$logo = imagecreate( 260, 60 );
imagecolorallocate( $logo, 18, 52, 86 );
imagestring( $logo, 5, 24, 12, 'Daily Caller', imagecolorallocate( $logo, 255, 255, 255 ) );
imagestring( $logo, 5, 24, 30, 'News Foundation', imagecolorallocate( $logo, 255, 255, 255 ) );
imagepng( $logo, $argv[1] . '/wp-content/uploads/dcnf-logo.png' );
