<?php
namespace NewsroomCompliance;

/** A post as it will be stored if the save that is under way goes through. */
final class Candidate {

	/** Zero: it is not stored yet. */
	public int $id          = 0;
	public string $type     = 'post';
	public string $status   = 'publish';
	public string $title    = '';
	public string $content  = '';
	public string $excerpt  = '';
	public int $author      = 0;
	public string $date_gmt = '';
	public int $thumbnail   = 0;
	/** Names of terms, by taxonomy. @var array<string, string[]> */
	public array $terms = array();
	/** Meta that comes with the save. @var array<string, mixed> */
	public array $meta = array();
	/** What is stored now. */
	public ?\WP_Post $stored = null;

	/** What is stored, as it is. */
	public static function of_post( \WP_Post $post ): self {
		$found            = new self();
		$found->id        = $post->ID;
		$found->type      = $post->post_type;
		$found->status    = $post->post_status;
		$found->title     = $post->post_title;
		$found->content   = $post->post_content;
		$found->excerpt   = $post->post_excerpt;
		$found->author    = (int) $post->post_author;
		$found->date_gmt  = $post->post_date_gmt;
		$found->thumbnail = (int) get_post_thumbnail_id( $post );
		$found->stored    = $post;
		foreach ( get_object_taxonomies( $post->post_type ) as $taxonomy ) {
			$names                     = wp_get_object_terms( $post->ID, $taxonomy, array( 'fields' => 'names' ) );
			$found->terms[ $taxonomy ] = is_array( $names ) ? $names : array();
		}
		return $found;
	}

	/** What a request to the REST API would store: terms and pictures are in the request, not in what was prepared. */
	public static function of_request( \stdClass $prepared, \WP_REST_Request $request, string $type ): self {
		$found = self::before( (int) ( $prepared->ID ?? 0 ), $type );
		// The same cleaning as in saving: what a writer may not use is taken out before it is judged.
		$clean = wp_unslash( sanitize_post( wp_slash( (array) $prepared ), 'db' ) );
		$found->take( $clean );
		foreach ( get_object_taxonomies( $type, 'objects' ) as $taxonomy ) {
			$base = $taxonomy->rest_base ? $taxonomy->rest_base : $taxonomy->name;
			if ( isset( $request[ $base ] ) ) {
				$found->terms[ $taxonomy->name ] = self::names( (array) $request[ $base ], $taxonomy->name );
			}
		}
		if ( isset( $request['featured_media'] ) ) {
			$found->thumbnail = (int) $request['featured_media'];
		}
		$found->meta = isset( $request['meta'] ) ? (array) $request['meta'] : array();
		return $found;
	}

	/**
	 * What `wp_insert_post` is about to store.
	 *
	 * @param array<string, mixed> $data    The row, slashed.
	 * @param array<string, mixed> $postarr What the caller gave, slashed: terms and meta are stored after the row.
	 */
	public static function of_insert( array $data, array $postarr ): self {
		$found = self::before( (int) ( $postarr['ID'] ?? 0 ), (string) $data['post_type'] );
		$found->take( wp_unslash( $data ) );
		$given = array(
			'post_tag' => $postarr['tags_input'] ?? null,
			'category' => $postarr['post_category'] ?? null,
		);
		foreach ( array_merge( $given, (array) ( $postarr['tax_input'] ?? array() ) ) as $taxonomy => $terms ) {
			if ( null !== $terms && is_object_in_taxonomy( $found->type, $taxonomy ) ) {
				$terms                     = is_array( $terms ) ? $terms : explode( ',', wp_unslash( $terms ) );
				$found->terms[ $taxonomy ] = self::names( $terms, $taxonomy );
			}
		}
		$found->meta = (array) wp_unslash( $postarr['meta_input'] ?? array() );
		$thumbnail   = $postarr['_thumbnail_id'] ?? $found->meta['_thumbnail_id'] ?? null;
		if ( null !== $thumbnail ) {
			$found->thumbnail = max( 0, (int) $thumbnail );
		}
		return $found;
	}

	/** Whether it is, or is about to be, on the site for everybody. */
	public function is_going_live(): bool {
		return 'future' === $this->status || self::is_public( $this->status );
	}

	/** Whether readers have an earlier version of it before them. */
	public function is_update(): bool {
		return $this->stored && self::is_public( $this->stored->post_status );
	}

	/** Whether everybody may read posts of a status: `publish`, and what other plugins add to it. */
	public static function is_public( string $status ): bool {
		$known = get_post_status_object( $status );
		return $known && $known->public;
	}

	private static function before( int $id, string $type ): self {
		$post = $id ? get_post( $id ) : null;
		if ( $post ) {
			return self::of_post( $post );
		}
		$found         = new self();
		$found->type   = $type;
		$found->author = get_current_user_id();
		return $found;
	}

	/** @param array<string, mixed> $row Columns of the table of posts; others stay as they are. */
	public function take( array $row ): void {
		foreach ( array( 'status', 'title', 'content', 'excerpt' ) as $name ) {
			$this->$name = (string) ( $row[ "post_$name" ] ?? $this->$name );
		}
		$this->author   = (int) ( $row['post_author'] ?? $this->author );
		$this->date_gmt = (string) ( $row['post_date_gmt'] ?? $this->date_gmt );
	}

	/**
	 * Names of terms that are given by number or name.
	 *
	 * @param array<int|string> $terms
	 * @return string[]
	 */
	public static function names( array $terms, string $taxonomy ): array {
		$names = array();
		foreach ( $terms as $term ) {
			$known   = is_numeric( $term ) ? get_term( (int) $term, $taxonomy ) : null;
			$names[] = $known instanceof \WP_Term ? $known->name : trim( (string) $term );
		}
		return array_values( array_filter( $names, 'strlen' ) );
	}
}
