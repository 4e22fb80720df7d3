<?php
namespace NewsroomCompliance;

/** A candidate as the record of an article that the service reads (its JSON Schema is `compliance schema article`). */
final class Record {

	/** Parts that WordPress has a place for; what is missing of others proves nothing. */
	const CARRIES = array( 'title', 'byline', 'body', 'images', 'links', 'elements', 'tags', 'dates' );

	/** @return array<string, mixed> */
	public static function of( Candidate $candidate, Body $body ): array {
		$record = array(
			'id'        => sprintf( 'wordpress:%s:%d', wp_parse_url( home_url(), PHP_URL_HOST ), $candidate->id ),
			'title'     => self::plain( $candidate->title ),
			'body'      => $body->html,
			'body_type' => 'html',
			'authors'   => self::authors( $candidate ),
			'tags'      => self::tags( $candidate ),
			'published' => self::published( $candidate ),
			'language'  => strtok( get_bloginfo( 'language' ), '-' ),
			'images'    => self::images( $candidate ),
			'carries'   => self::CARRIES,
		);
		if ( $candidate->id ) {
			$record['url'] = get_permalink( $candidate->id );
		}
		foreach ( self::declared( $candidate ) as $name => $value ) {
			$record[ $name ] = $value;
			$part            = array( 'canonical' => 'canonical', 'outlet' => 'outlet', 'rights' => 'rights' )[ $name ] ?? null;
			if ( $part ) {
				$record['carries'][] = $part;
			}
		}
		/**
		 * Changes what is sent to be checked: a byline from a field of the site's own, a credit of the picture.
		 *
		 * @param array<string, mixed> $record    The record.
		 * @param Candidate            $candidate The post as it is about to be stored.
		 */
		return (array) apply_filters( 'newsroom_compliance_record', $record, $candidate );
	}

	/** What an article is known by: the same text has the same digest whenever it is published and wherever. */
	public static function digest( array $record ): string {
		return hash( 'sha256', (string) wp_json_encode( array_diff_key( $record, array_flip( array( 'id', 'url', 'published' ) ) ) ) );
	}

	/** @return string[] The names that the site prints, of plugins for several authors too. */
	private static function authors( Candidate $candidate ): array {
		$authors = array();
		if ( $candidate->id && function_exists( 'get_coauthors' ) ) {
			$authors = wp_list_pluck( get_coauthors( $candidate->id ), 'display_name' );
		}
		if ( ! $authors ) {
			$authors = array( get_the_author_meta( 'display_name', $candidate->author ) );
		}
		return array_values( array_filter( array_map( array( self::class, 'plain' ), $authors ), 'strlen' ) );
	}

	/** @return string[] The names of public terms, but for the category that a post is in when nobody chose one. */
	private static function tags( Candidate $candidate ): array {
		$found   = array();
		$default = get_term( (int) get_option( 'default_category' ), 'category' );
		foreach ( $candidate->terms as $taxonomy => $names ) {
			$object = get_taxonomy( $taxonomy );
			if ( ! $object || ! $object->public || in_array( $taxonomy, array( 'post_format', 'author' ), true ) ) {
				continue;
			}
			if ( 'category' === $taxonomy && $default instanceof \WP_Term && array( $default->name ) === $names ) {
				continue;
			}
			$found = array_merge( $found, array_map( array( self::class, 'plain' ), $names ) );
		}
		return array_values( array_unique( $found ) );
	}

	/** @return array<int, array<string, string>> The featured picture, with what is said of it in the library. */
	private static function images( Candidate $candidate ): array {
		$src = $candidate->thumbnail ? wp_get_attachment_url( $candidate->thumbnail ) : false;
		if ( ! $src ) {
			return array();
		}
		$meta  = wp_get_attachment_metadata( $candidate->thumbnail );
		$image = array(
			'src'     => $src,
			'alt'     => (string) get_post_meta( $candidate->thumbnail, '_wp_attachment_image_alt', true ),
			'caption' => (string) wp_get_attachment_caption( $candidate->thumbnail ),
			'credit'  => is_array( $meta ) ? (string) ( $meta['image_meta']['credit'] ?? '' ) : '',
		);
		return array( array_filter( $image, 'strlen' ) );
	}

	/** When it is published: now, if no day is set. */
	private static function published( Candidate $candidate ): string {
		$set = (int) strtotime( $candidate->date_gmt . ' UTC' );
		return gmdate( 'Y-m-d\TH:i:s\Z', $set > 0 ? $set : time() );
	}

	/** @return array<string, string> What other plugins keep in a post's meta, by the names of the record. */
	private static function declared( Candidate $candidate ): array {
		$found = array();
		foreach ( wp_json_file_decode( dirname( FILE ) . '/meta.json', array( 'associative' => true ) )['keys'] as $name => $keys ) {
			foreach ( $keys as $key ) {
				$value = $candidate->meta[ $key ] ?? ( $candidate->id ? get_post_meta( $candidate->id, $key, true ) : '' );
				if ( is_string( $value ) && '' !== trim( $value ) ) {
					$found[ $name ] = $value;
					break;
				}
			}
		}
		return $found;
	}

	private static function plain( string $text ): string {
		return trim( html_entity_decode( wp_strip_all_tags( $text ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ) );
	}
}
