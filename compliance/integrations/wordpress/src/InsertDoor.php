<?php
namespace NewsroomCompliance;

/**
 * Everything that ends in `wp_insert_post`: the classic editor, quick and bulk edit, XML-RPC, importers, PHP.
 *
 * None of these can be refused without losing the writer's text. So a post that is not yet published is stored, as
 * pending; of a published one readers keep the version they have, and the new text becomes the writer's autosave.
 */
final class InsertDoor {

	private Gate $gate;
	private Settings $settings;
	private Audit $audit;

	/** Published posts whose change is refused: what was there before, and what was to be. @var array<int, array> */
	private array $refused = array();

	public function __construct( Gate $gate, Settings $settings, Audit $audit ) {
		$this->gate     = $gate;
		$this->settings = $settings;
		$this->audit    = $audit;
	}

	public function open(): void {
		add_filter( 'wp_insert_post_data', array( $this, 'pass' ), PHP_INT_MAX, 2 );
		add_action( 'wp_after_insert_post', array( $this, 'restore' ), 1 );
	}

	/**
	 * @param array<string, mixed> $data    The row that is about to be stored, slashed.
	 * @param array<string, mixed> $postarr What it was made of, slashed.
	 * @return array<string, mixed>
	 */
	public function pass( array $data, array $postarr ): array {
		if ( ! $this->settings->covers( (string) $data['post_type'] ) ) {
			return $data;
		}
		$candidate = Candidate::of_insert( $data, $postarr );
		if ( ! $candidate->is_going_live() ) {
			return $data;
		}
		$ruling = $this->before( $candidate ) ?? $this->gate->rule( $candidate, $this->name() );
		Notices::leave( $candidate, $ruling );
		if ( ! $ruling->blocks() ) {
			return $data;
		}
		if ( ! $candidate->is_update() ) {
			return array_merge( $data, array( 'post_status' => 'pending' ) );
		}
		$this->refused[ $candidate->id ] = array( Candidate::of_post( $candidate->stored ), $candidate );
		return array_intersect_key( wp_slash( $candidate->stored->to_array() ), $data );
	}

	/** Puts back what was stored after the row, terms and picture, and keeps the refused text. */
	public function restore( int $id ): void {
		if ( ! isset( $this->refused[ $id ] ) ) {
			return;
		}
		list( $live, $candidate ) = $this->refused[ $id ];
		unset( $this->refused[ $id ] );
		foreach ( $live->terms as $taxonomy => $names ) {
			wp_set_object_terms( $id, $names, $taxonomy );
		}
		if ( $live->thumbnail ) {
			update_post_meta( $id, '_thumbnail_id', $live->thumbnail );
		} else {
			delete_post_meta( $id, '_thumbnail_id' );
		}
		$this->keep( $live, $candidate );
	}

	/** The REST API rules before the text is stored, knowing the terms; it is not asked twice. */
	private function before( Candidate $candidate ): ?Ruling {
		$ruling = $this->gate->ruled( $candidate );
		return $ruling && 'rest' === $ruling->door ? $ruling : null;
	}

	private function keep( Candidate $live, Candidate $candidate ): void {
		$same = array( $live->title, $live->content, $live->excerpt ) === array( $candidate->title, $candidate->content, $candidate->excerpt );
		if ( $same || ! get_current_user_id() ) {
			return;
		}
		require_once ABSPATH . 'wp-admin/includes/post.php';
		wp_create_post_autosave(
			wp_slash(
				array(
					'post_ID'      => $candidate->id,
					'post_type'    => $candidate->type,
					'post_title'   => $candidate->title,
					'post_content' => $candidate->content,
					'post_excerpt' => $candidate->excerpt,
				)
			)
		);
	}

	private function name(): string {
		if ( defined( 'XMLRPC_REQUEST' ) && XMLRPC_REQUEST ) {
			return 'xmlrpc';
		}
		if ( wp_doing_ajax() ) {
			return 'quick-edit';
		}
		if ( isset( $_REQUEST['bulk_edit'] ) ) { // phpcs:ignore WordPress.Security.NonceVerification -- it only names the door.
			return 'bulk-edit';
		}
		return is_admin() ? 'classic' : 'php';
	}
}
