<?php
namespace NewsroomCompliance;

/** The block editor's panel, and the routes it asks: the browser never speaks to the service, and never has its token. */
final class Panel {

	const ROUTES = 'newsroom-compliance/v1';
	const RULING = 'newsroom-compliance-ruling';
	const PANEL  = 'newsroom-compliance-panel';

	private Gate $gate;
	private Settings $settings;
	private Override $override;
	private Audit $audit;

	public function __construct( Gate $gate, Settings $settings, Override $override, Audit $audit ) {
		$this->gate     = $gate;
		$this->settings = $settings;
		$this->override = $override;
		$this->audit    = $audit;
	}

	public function register(): void {
		add_action( 'rest_api_init', array( $this, 'routes' ) );
		add_action( 'enqueue_block_editor_assets', array( $this, 'enqueue' ) );
	}

	public function routes(): void {
		$of_post = array(
			'methods'             => 'POST',
			'permission_callback' => fn( \WP_REST_Request $request ): bool => $this->may( (int) $request['id'] ),
			'args'                => array(
				'title'   => array( 'type' => 'string' ),
				'content' => array( 'type' => 'string' ),
				'excerpt' => array( 'type' => 'string' ),
				'author'  => array( 'type' => 'integer' ),
				'terms'   => array( 'type' => 'object' ),
				'picture' => array( 'type' => 'integer' ),
			),
		);
		register_rest_route( self::ROUTES, '/posts/(?P<id>\d+)/check', array( 'callback' => array( $this, 'check' ) ) + $of_post );
		register_rest_route( self::ROUTES, '/posts/(?P<id>\d+)/override', array( 'callback' => array( $this, 'override' ) ) + $of_post );
	}

	/** What the service says of the text in the editor, saved or not, and what would put it right. */
	public function check( \WP_REST_Request $request ): \WP_REST_Response {
		$candidate = $this->candidate( $request );
		$ruling    = $this->gate->preview( $candidate );
		$mending   = new Mending( $candidate, $ruling->body );
		$repairs   = array();
		foreach ( $ruling->answer->findings() ? $this->gate->repairs( $candidate ) : array() as $rule => $repair ) {
			$made = $mending->made( $repair );
			if ( null !== $made ) {
				$repairs[ $rule ] = array( 'does' => $repair['does'] ) + $made;
			}
		}
		return $this->shown( $candidate, $ruling, $repairs );
	}

	/**
	 * Somebody answers for what blocks the text in the editor.
	 *
	 * @return \WP_REST_Response|\WP_Error
	 */
	public function override( \WP_REST_Request $request ) {
		$candidate = $this->candidate( $request );
		$answer    = $this->gate->preview( $candidate )->answer;
		$problem   = $this->override->give( $candidate->id, (string) $request['reason'], $answer->is_checked(), $answer->blocking() );
		if ( '' !== $problem ) {
			return new \WP_Error( 'compliance_no_override', $problem, array( 'status' => 403 ) );
		}
		return $this->shown( $candidate, $this->gate->preview( $candidate ), array() );
	}

	public function enqueue(): void {
		$screen = get_current_screen();
		if ( ! $screen || 'post' !== $screen->base || ! $this->settings->covers( $screen->post_type ) ) {
			return;
		}
		$folder       = plugin_dir_url( FILE ) . 'panel/';
		$dependencies = array( 'wp-api-fetch', 'wp-blocks', 'wp-components', 'wp-core-data', 'wp-data', 'wp-edit-post', 'wp-editor', 'wp-element', 'wp-hooks', 'wp-i18n', 'wp-plugins' );
		wp_enqueue_script( self::RULING, $folder . 'ruling.js', $dependencies, VERSION, true );
		wp_enqueue_script( self::PANEL, $folder . 'panel.js', array( self::RULING ), VERSION, true );
		wp_enqueue_style( self::PANEL, $folder . 'panel.css', array( 'wp-components' ), VERSION );
		foreach ( array( self::RULING, self::PANEL ) as $script ) {
			wp_set_script_translations( $script, 'newsroom-compliance', dirname( FILE ) . '/languages' );
		}
		$settings = array(
			'routes'     => '/' . self::ROUTES,
			'override'   => current_user_can( Override::CAPABILITY ),
			'taxonomies' => self::taxonomies( $screen->post_type ),
		);
		wp_add_inline_script( self::RULING, 'window.newsroomCompliance = ' . wp_json_encode( $settings ) . ';', 'before' );
	}

	/** @param array<string, array<string, mixed>> $repairs By rule. */
	private function shown( Candidate $candidate, Ruling $ruling, array $repairs ): \WP_REST_Response {
		$more = array(
			'repairs' => (object) $repairs,
			'trail'   => array_map( array( Audit::class, 'in_words' ), array_reverse( $this->audit->of( $candidate->id ) ) ),
		);
		return new \WP_REST_Response( $ruling->shown() + $more );
	}

	private function may( int $id ): bool {
		$post = get_post( $id );
		return $post && $this->settings->covers( $post->post_type ) && current_user_can( 'edit_post', $id );
	}

	/** The stored post with what the editor has changed of it, as if it were published. */
	private function candidate( \WP_REST_Request $request ): Candidate {
		$post              = get_post( (int) $request['id'] );
		$candidate         = Candidate::of_post( $post );
		$candidate->status = 'publish';
		$row               = array();
		foreach ( array( 'title', 'content', 'excerpt', 'author' ) as $name ) {
			if ( isset( $request[ $name ] ) ) {
				$row[ "post_$name" ] = $request[ $name ];
			}
		}
		$candidate->take( wp_unslash( sanitize_post( wp_slash( $row ), 'db' ) ) );
		foreach ( (array) ( $request['terms'] ?? array() ) as $taxonomy => $terms ) {
			if ( is_object_in_taxonomy( $post->post_type, $taxonomy ) ) {
				$candidate->terms[ $taxonomy ] = Candidate::names( (array) $terms, $taxonomy );
			}
		}
		$candidate->thumbnail = (int) ( $request['picture'] ?? $candidate->thumbnail );
		return $candidate;
	}

	/** @return array<string, string> By taxonomy, under what name the REST API has a post's terms. */
	private static function taxonomies( string $type ): array {
		$found = array();
		foreach ( get_object_taxonomies( $type, 'objects' ) as $taxonomy ) {
			if ( $taxonomy->show_in_rest && $taxonomy->public ) {
				$found[ $taxonomy->name ] = $taxonomy->rest_base ? $taxonomy->rest_base : $taxonomy->name;
			}
		}
		return $found;
	}
}
