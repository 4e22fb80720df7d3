<?php
namespace NewsroomCompliance;

/** What the site has set; the token may come from wp-config.php (`NEWSROOM_COMPLIANCE_TOKEN`) instead. */
final class Settings {

	const OPTION   = 'newsroom_compliance';
	const UPDATES  = array( 'new', 'block', 'warn' );
	const DEFAULTS = array(
		'url'     => 'http://127.0.0.1:8470',
		'token'   => '',
		'closed'  => true,
		'timeout' => 3.0,
		'types'   => array( 'post' ),
		'updates' => 'new',
	);

	public function url(): string {
		return untrailingslashit( $this->all()['url'] );
	}

	public function token(): string {
		return defined( 'NEWSROOM_COMPLIANCE_TOKEN' ) ? (string) NEWSROOM_COMPLIANCE_TOKEN : $this->all()['token'];
	}

	/** Whether an article that could not be checked stays unpublished. */
	public function is_closed(): bool {
		return (bool) $this->all()['closed'];
	}

	/** How many seconds an answer may take. */
	public function timeout(): float {
		return (float) $this->all()['timeout'];
	}

	/** Whether articles of this post type are checked. */
	public function covers( string $type ): bool {
		return in_array( $type, $this->types(), true );
	}

	/** @return string[] */
	public function types(): array {
		return (array) $this->all()['types'];
	}

	/** What a change of a published article must keep: `block`, `warn`, or `new` (no finding that was not there). */
	public function updates(): string {
		return $this->all()['updates'];
	}

	/** @return array<string, mixed> */
	public function all(): array {
		$stored = get_option( self::OPTION, array() );
		return array_merge( self::DEFAULTS, is_array( $stored ) ? $stored : array() );
	}
}
