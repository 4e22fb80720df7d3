<?php
namespace NewsroomCompliance;

/** Settings → Compliance. The token goes in and never comes out. */
final class SettingsPage {

	const SLUG = 'newsroom-compliance';
	const TEST = 'newsroom_compliance_test';

	private Settings $settings;

	public function __construct( Settings $settings ) {
		$this->settings = $settings;
	}

	public function register(): void {
		add_action( 'admin_init', array( $this, 'register_setting' ) );
		add_action(
			'admin_menu',
			function (): void {
				$title = __( 'Compliance', 'newsroom-compliance' );
				add_options_page( $title, $title, 'manage_options', self::SLUG, array( $this, 'show' ) );
			}
		);
		add_action( 'admin_post_' . self::TEST, array( $this, 'test' ) );
	}

	public function register_setting(): void {
		register_setting(
			self::SLUG,
			Settings::OPTION,
			array(
				'type'              => 'array',
				'sanitize_callback' => array( $this, 'clean' ),
				'default'           => Settings::DEFAULTS,
			)
		);
	}

	/**
	 * @param mixed $given What the form, or some code, wants to be set.
	 * @return array<string, mixed>
	 */
	public function clean( $given ): array {
		$given = is_array( $given ) ? $given : array();
		$now   = $this->settings->all();
		$url   = esc_url_raw( trim( (string) ( $given['url'] ?? $now['url'] ) ), array( 'http', 'https' ) );
		if ( '' === $url ) {
			add_settings_error( Settings::OPTION, 'url', __( 'The address of the service must begin with http:// or https://; it was left as it is.', 'newsroom-compliance' ) );
			$url = $now['url'];
		}
		$token = trim( (string) ( $given['token'] ?? '' ) );
		if ( isset( $given['roles'] ) ) {
			$this->set_roles( array_map( 'sanitize_key', (array) $given['roles'] ) );
		}
		$types = array_intersect( array_map( 'sanitize_key', (array) ( $given['types'] ?? $now['types'] ) ), $this->types() );
		return array(
			'url'     => $url,
			'token'   => '' === $token ? $now['token'] : sanitize_text_field( $token ),
			'closed'  => (bool) ( $given['closed'] ?? $now['closed'] ),
			'timeout' => min( 30.0, max( 0.5, (float) ( $given['timeout'] ?? $now['timeout'] ) ) ),
			'types'   => array_values( $types ),
			'updates' => in_array( $given['updates'] ?? '', Settings::UPDATES, true ) ? $given['updates'] : $now['updates'],
		);
	}

	public function show(): void {
		$settings = $this->settings->all();
		$name     = Settings::OPTION;
		$types    = $this->types();
		$roles    = wp_roles()->roles;
		$fixed    = defined( 'NEWSROOM_COMPLIANCE_TOKEN' );
		$tested   = get_transient( self::TEST . get_current_user_id() );
		delete_transient( self::TEST . get_current_user_id() );
		require dirname( FILE ) . '/panel/settings.php';
	}

	/** Checks a line of text, and tells what came of it. */
	public function test(): void {
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not do this.', 'newsroom-compliance' ), 403 );
		}
		check_admin_referer( self::TEST );
		$began  = microtime( true );
		$answer = ( new Service( $this->settings ) )->check(
			array(
				'id'        => 'wordpress:test',
				'title'     => 'A test of the connection',
				'body'      => '<p>This line is sent by the settings page, to see whether the service answers.</p>',
				'body_type' => 'html',
			)
		);
		$result = array(
			'good'    => $answer->is_checked(),
			'message' => $answer->is_checked()
				? sprintf(
					/* translators: 1: milliseconds, 2: digest of the policies. */
					__( 'The service answers, after %1$d ms, by the policies %2$s.', 'newsroom-compliance' ),
					(int) round( 1000 * ( microtime( true ) - $began ) ),
					substr( $answer->plan, 0, 12 )
				)
				: $answer->problem,
		);
		set_transient( self::TEST . get_current_user_id(), $result, MINUTE_IN_SECONDS );
		wp_safe_redirect( admin_url( 'options-general.php?page=' . self::SLUG ) );
		exit;
	}

	/** @return string[] Types that may be checked: those that readers see. */
	private function types(): array {
		return array_values( array_diff( get_post_types( array( 'public' => true ) ), array( 'attachment' ) ) );
	}

	/** @param string[] $names Who may override. */
	private function set_roles( array $names ): void {
		foreach ( wp_roles()->role_objects as $name => $role ) {
			if ( in_array( $name, $names, true ) ) {
				$role->add_cap( Override::CAPABILITY );
			} else {
				$role->remove_cap( Override::CAPABILITY );
			}
		}
	}
}
