<?php
namespace NewsroomCompliance;

/** Somebody who may do so answers for publishing what would be blocked: these findings of this post, for a while. */
final class Override {

	const CAPABILITY = 'override_compliance';
	const META       = '_newsroom_compliance_override';
	const SECONDS    = 900;
	const SHORTEST   = 10;

	/** On activation, editors and administrators may; the settings page changes who may. */
	public static function grant_to_editors(): void {
		foreach ( array( 'administrator', 'editor' ) as $name ) {
			$role = get_role( $name );
			if ( $role ) {
				$role->add_cap( self::CAPABILITY );
			}
		}
	}

	public function may( int $post ): bool {
		return current_user_can( self::CAPABILITY ) && current_user_can( 'edit_post', $post );
	}

	/**
	 * Takes down that the current user answers for what blocks a post now.
	 *
	 * @param bool     $checked Whether it was checked at all.
	 * @param string[] $covers  What each finding that blocks is known by.
	 * @return string What is wrong with it; empty if it holds.
	 */
	public function give( int $post, string $reason, bool $checked, array $covers ): string {
		$reason = trim( sanitize_textarea_field( $reason ) );
		if ( ! $this->may( $post ) ) {
			return __( 'You may not override compliance.', 'newsroom-compliance' );
		}
		if ( mb_strlen( $reason ) < self::SHORTEST ) {
			return __( 'Write down why it may be published all the same.', 'newsroom-compliance' );
		}
		$grant = array(
			'user'    => get_current_user_id(),
			'reason'  => $reason,
			'checked' => $checked,
			'covers'  => array_values( $covers ),
			'until'   => time() + self::SECONDS,
		);
		update_post_meta( $post, self::META, wp_slash( (string) wp_json_encode( $grant ) ) );
		return '';
	}

	/**
	 * Who answers for all that blocks a post; null if nobody does, or for something else.
	 *
	 * @return array{user: int, reason: string}|null
	 */
	public function covering( int $post, Answer $answer ): ?array {
		$grant = $post ? json_decode( (string) get_post_meta( $post, self::META, true ), true ) : null;
		if ( ! is_array( $grant ) || $grant['until'] < time() || $grant['checked'] !== $answer->is_checked() ) {
			return null;
		}
		if ( array_diff( $answer->blocking(), $grant['covers'] ) || ! user_can( $grant['user'], self::CAPABILITY ) ) {
			return null;
		}
		return array(
			'user'   => (int) $grant['user'],
			'reason' => (string) $grant['reason'],
		);
	}
}
