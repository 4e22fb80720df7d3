<?php
/**
 * Takes away all that the plugin has stored: settings, audit trails, overrides, notices, the capability.
 *
 * @package NewsroomCompliance
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Of one site. */
function newsroom_compliance_uninstall(): void {
	global $wpdb;
	delete_option( 'newsroom_compliance' );
	delete_post_meta_by_key( '_newsroom_compliance_audit' );
	delete_post_meta_by_key( '_newsroom_compliance_override' );
	foreach ( array( '_transient_', '_transient_timeout_' ) as $prefix ) {
		$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name LIKE %s", $wpdb->esc_like( $prefix . 'newsroom_compliance_' ) . '%' ) );
	}
	foreach ( wp_roles()->role_objects as $role ) {
		$role->remove_cap( 'override_compliance' );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $site ) {
		switch_to_blog( $site );
		newsroom_compliance_uninstall();
		restore_current_blog();
	}
} else {
	newsroom_compliance_uninstall();
}
