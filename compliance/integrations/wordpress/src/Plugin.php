<?php
namespace NewsroomCompliance;

/** Puts the parts together: one gate, and a class for each door that leads to it. */
final class Plugin {

	public static function start(): void {
		$settings = new Settings();
		$audit    = new Audit();
		$override = new Override();
		$gate     = new Gate( $settings, new Service( $settings ), $audit, $override );

		( new RestDoor( $gate, $settings ) )->open();
		( new InsertDoor( $gate, $settings, $audit ) )->open();
		( new ScheduleDoor( $gate, $settings ) )->open();
		( new DirectDoor( $gate, $settings ) )->open();

		( new Panel( $gate, $settings, $override, $audit ) )->register();
		if ( is_admin() ) {
			( new SettingsPage( $settings ) )->register();
			( new ClassicBox( $settings, $audit, $override ) )->register();
		}
		( new Notices( $settings, $audit ) )->register();
		add_action(
			'init',
			static function (): void {
				load_plugin_textdomain( 'newsroom-compliance', false, dirname( plugin_basename( FILE ) ) . '/languages' );
			}
		);
	}
}
