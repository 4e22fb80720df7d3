<?php
namespace NewsroomCompliance;

/** What the gate has to say where no panel is: on the next page of the administration, and in lists of posts. */
final class Notices {

	const TRANSIENT = 'newsroom_compliance_notices_';
	const MOST      = 20;

	private Settings $settings;
	private Audit $audit;

	public function __construct( Settings $settings, Audit $audit ) {
		$this->settings = $settings;
		$this->audit    = $audit;
	}

	public function register(): void {
		add_action( 'admin_notices', array( $this, 'show' ) );
		add_filter( 'display_post_states', array( $this, 'label' ), 10, 2 );
	}

	/** Leaves word for the user who saved, if there is any; for the post's author, where nobody did. */
	public static function leave( Candidate $candidate, Ruling $ruling ): void {
		if ( '' === $ruling->message || ( 'rest' === $ruling->door && ! $ruling->blocks() ) ) {
			return; // The REST API's clients have the panel, or the answer.
		}
		$user      = get_current_user_id() ? get_current_user_id() : $candidate->author;
		$waiting   = (array) get_transient( self::TRANSIENT . $user );
		$waiting   = array_filter( $waiting );
		$waiting[] = array(
			'title'   => $candidate->title,
			'message' => $ruling->message,
			'blocked' => $ruling->blocks(),
			'update'  => $candidate->is_update(),
		);
		set_transient( self::TRANSIENT . $user, array_slice( $waiting, -self::MOST ), DAY_IN_SECONDS );
	}

	public function show(): void {
		$name    = self::TRANSIENT . get_current_user_id();
		$waiting = get_transient( $name );
		if ( ! is_array( $waiting ) ) {
			return;
		}
		delete_transient( $name );
		foreach ( $waiting as $each ) {
			printf(
				'<div class="notice notice-%s is-dismissible newsroom-compliance"><p><strong>%s</strong> %s %s</p></div>',
				$each['blocked'] ? 'error' : 'warning',
				esc_html( '' === $each['title'] ? __( '(no title)', 'newsroom-compliance' ) : $each['title'] ),
				esc_html( $each['message'] ),
				esc_html( $each['blocked'] ? self::kept( $each['update'] ) : '' )
			);
		}
	}

	private static function kept( bool $update ): string {
		return $update
			? __( 'Readers keep the version they have; your text is kept as an autosave.', 'newsroom-compliance' )
			: __( 'The post is kept, pending review.', 'newsroom-compliance' );
	}

	/**
	 * @param string[] $states What lists of posts say of one beside its title: quick edit shows no notices.
	 * @return string[]
	 */
	public function label( array $states, \WP_Post $post ): array {
		if ( ! $this->settings->covers( $post->post_type ) || 'publish' === $post->post_status ) {
			return $states;
		}
		$last = $this->audit->last( $post->ID );
		if ( $last && 'block' === $last['decision'] ) {
			$states['newsroom_compliance'] = __( 'held by compliance', 'newsroom-compliance' );
		}
		return $states;
	}
}
