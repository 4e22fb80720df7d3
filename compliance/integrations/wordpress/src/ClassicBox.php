<?php
namespace NewsroomCompliance;

/** A box in the classic editor: what was ruled on a post so far, and a field to answer for publishing it. */
final class ClassicBox {

	const NONCE = 'newsroom_compliance_reason';

	private Settings $settings;
	private Audit $audit;
	private Override $override;

	public function __construct( Settings $settings, Audit $audit, Override $override ) {
		$this->settings = $settings;
		$this->audit    = $audit;
		$this->override = $override;
	}

	public function register(): void {
		add_action( 'add_meta_boxes', array( $this, 'add' ), 10, 2 );
		add_filter( 'wp_insert_post_data', array( $this, 'take' ), 1, 2 );
	}

	/** @param mixed $post A post; something else on other screens. */
	public function add( string $type, $post ): void {
		if ( $post instanceof \WP_Post && $this->settings->covers( $type ) ) {
			// The block editor has the panel instead.
			$options = array( '__back_compat_meta_box' => true );
			add_meta_box( 'newsroom-compliance', __( 'Compliance', 'newsroom-compliance' ), array( $this, 'show' ), $type, 'side', 'high', $options );
		}
	}

	public function show( \WP_Post $post ): void {
		$trail = array_reverse( $this->audit->of( $post->ID ) );
		if ( ! $trail ) {
			echo '<p>' . esc_html__( 'It is checked when it is published.', 'newsroom-compliance' ) . '</p>';
		} else {
			$this->show_findings( $trail[0] );
			$this->show_trail( $trail );
		}
		if ( $trail && 'block' === $trail[0]['decision'] && $this->override->may( $post->ID ) ) {
			wp_nonce_field( self::NONCE, self::NONCE . '_nonce', false );
			printf(
				'<p><label for="newsroom-compliance-reason">%s</label><textarea id="newsroom-compliance-reason" name="%s" rows="3" class="widefat"></textarea></p>',
				esc_html__( 'Publish all the same, because:', 'newsroom-compliance' ),
				esc_attr( self::NONCE )
			);
		}
	}

	/**
	 * A reason that comes with the form counts for what blocked the post last.
	 *
	 * @param array<string, mixed> $data
	 * @param array<string, mixed> $postarr
	 * @return array<string, mixed>
	 */
	public function take( array $data, array $postarr ): array {
		$id     = (int) ( $postarr['ID'] ?? 0 );
		$nonce  = sanitize_text_field( wp_unslash( $_POST[ self::NONCE . '_nonce' ] ?? '' ) );
		$reason = sanitize_textarea_field( wp_unslash( $_POST[ self::NONCE ] ?? '' ) );
		if ( ! $id || '' === $reason || (int) ( $_POST['post_ID'] ?? 0 ) !== $id || ! wp_verify_nonce( $nonce, self::NONCE ) ) {
			return $data;
		}
		$last = $this->audit->last( $id );
		if ( $last ) {
			$this->override->give( $id, $reason, '' !== $last['plan'], $last['blocking'] );
		}
		return $data;
	}

	/** @param array<string, mixed> $entry An entry of the audit trail. */
	private function show_findings( array $entry ): void {
		if ( '' !== $entry['message'] ) {
			echo '<p>' . esc_html( $entry['message'] ) . '</p>';
		}
		echo '<ul>';
		foreach ( $entry['findings'] as $each ) {
			printf( '<li>%s <code>%s</code> %s</li>', $each['blocks'] ? '✗' : '?', esc_html( $each['rule'] ), esc_html( $each['asked'] ) );
		}
		echo '</ul>';
	}

	/** @param array<int, array<string, mixed>> $trail The latest first. */
	private function show_trail( array $trail ): void {
		printf( '<details><summary>%s</summary><ul>', esc_html__( 'What was ruled so far', 'newsroom-compliance' ) );
		foreach ( $trail as $entry ) {
			echo '<li>' . esc_html( Audit::in_words( $entry ) ) . '</li>';
		}
		echo '</ul></details>';
	}
}
