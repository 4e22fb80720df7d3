<?php
/**
 * Plugin Name:       Newsroom Compliance
 * Description:       Checks each article against the terms it came under and the rules of the desk, before it is published.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       newsroom-compliance
 * Domain Path:       /languages
 *
 * @package NewsroomCompliance
 */

namespace NewsroomCompliance;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';
const FILE    = __FILE__;

spl_autoload_register(
	static function ( string $class ): void {
		if ( 0 === strpos( $class, __NAMESPACE__ . '\\' ) ) {
			$file = __DIR__ . '/src/' . substr( $class, strlen( __NAMESPACE__ ) + 1 ) . '.php';
			if ( is_file( $file ) ) {
				require $file;
			}
		}
	}
);

register_activation_hook( __FILE__, array( Override::class, 'grant_to_editors' ) );
Plugin::start();
