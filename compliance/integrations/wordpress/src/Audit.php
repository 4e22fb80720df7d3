<?php
namespace NewsroomCompliance;

/** What was ruled on a post, when, and who was at it: kept in the post's meta, the oldest first. */
final class Audit {

	const META = '_newsroom_compliance_audit';
	const KEPT = 50;

	public function write( int $post, Ruling $ruling ): void {
		$entry = array(
			'when'     => gmdate( 'Y-m-d\TH:i:s\Z' ),
			'user'     => get_current_user_id(),
			'door'     => $ruling->door,
			'decision' => $ruling->decision,
			'plan'     => $ruling->answer->plan,
			'message'  => $ruling->message,
			'blocking' => $ruling->answer->blocking(),
			'findings' => array_map(
				static fn( Obligation $each ): array => array(
					'rule'   => $each->rule(),
					'status' => $each->status(),
					'print'  => $each->fingerprint(),
					'blocks' => $each->blocks(),
					'asked'  => $each->sentence(),
				),
				$ruling->answer->findings()
			),
			'override' => $ruling->override,
		);
		$trail = $this->of( $post );
		$last  = $trail ? $trail[ count( $trail ) - 1 ] : array();
		if ( array( 'when' => $entry['when'] ) + $last === $entry ) {
			array_pop( $trail ); // The same again: only when it was last is of interest.
		}
		$trail[] = $entry;
		update_post_meta( $post, self::META, wp_slash( array_slice( $trail, -self::KEPT ) ) );
	}

	/** @return array<int, array<string, mixed>> */
	public function of( int $post ): array {
		$trail = get_post_meta( $post, self::META, true );
		return is_array( $trail ) ? $trail : array();
	}

	/** @param array<string, mixed> $entry A ruling. */
	public static function in_words( array $entry ): string {
		$user = get_userdata( $entry['user'] );
		$name = $user ? $user->display_name : __( 'nobody signed in', 'newsroom-compliance' );
		$line = sprintf( '%s: %s, %s (%s)', $entry['when'], $entry['decision'], $name, $entry['door'] );
		return $entry['override'] ? $line . ' “' . $entry['override']['reason'] . '”' : $line;
	}

	/** @return array<string, mixed>|null The last ruling. */
	public function last( int $post ): ?array {
		$trail = $this->of( $post );
		return $trail ? $trail[ count( $trail ) - 1 ] : null;
	}
}
