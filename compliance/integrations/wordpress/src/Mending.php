<?php
namespace NewsroomCompliance;

/** Makes the service's repairs in a post as the editor has it: they are told for the text as readers see it. */
final class Mending {

	/** How much of the text around a place must be found again, for the place to be known. */
	const AROUND = 60;

	private Candidate $candidate;
	private Body $body;

	public function __construct( Candidate $candidate, Body $body ) {
		$this->candidate = $candidate;
		$this->body      = $body;
	}

	/**
	 * The post's text and tags with a repair made; null where it cannot be told where it belongs.
	 *
	 * @param array<string, mixed> $repair As the service writes it.
	 * @return array{content: string, tags: string[]}|null
	 */
	public function made( array $repair ): ?array {
		$content = $this->candidate->content;
		$tags    = array();
		$edits   = (array) ( $repair['edits'] ?? array() );
		// From the end, so that the places of the others stay what they are.
		usort( $edits, static fn( array $one, array $other ): int => $other['start'] <=> $one['start'] );
		foreach ( $edits as $edit ) {
			if ( 0 === strpos( $edit['field'], 'tags' ) ) {
				array_unshift( $tags, $edit['text'] );
				continue;
			}
			$content = 'body' === $edit['field'] && $edit['start'] === $edit['end'] ? $this->inserted( $content, $edit['start'], $edit['text'] ) : null;
			if ( null === $content ) {
				return null;
			}
		}
		return array(
			'content' => $content,
			'tags'    => $tags,
		);
	}

	/** The content with something inserted that belongs at a character of the rendered text. */
	private function inserted( string $content, int $at, string $text ): ?string {
		if ( preg_match( '~^\s*<(p|h[1-6]|div|figure|aside|img|script)\b~i', $text ) && $this->body->starts ) {
			$number = $this->body->block_at( $at );
			return null === $number ? null : $this->beside( $content, $number, $at, trim( $text ) );
		}
		$before = $this->body->before( $at, self::AROUND );
		$after  = $this->body->after( $at, self::AROUND );
		// Rendering may add to tags, so that the words alone must do.
		$words = array( (string) preg_replace( '~^.*>~s', '', $before ), (string) preg_replace( '~<.*$~s', '', $after ) );
		return $this->between( $content, $before, $after, $text ) ?? $this->between( $content, $words[0], $words[1], $text );
	}

	/** The content with something inserted between two stretches that stand there once. */
	private function between( string $content, string $before, string $after, string $text ): ?string {
		$place = '' === $before . $after ? false : strpos( $content, $before . $after );
		if ( false === $place || false !== strpos( $content, $before . $after, $place + 1 ) ) {
			return null;
		}
		return substr_replace( $content, $text, $place + strlen( $before ), 0 );
	}

	/** A block of its own before the one that it belongs into, or behind it, whichever is nearer. */
	private function beside( string $content, int $number, int $at, string $text ): ?string {
		$blocks = parse_blocks( $content );
		if ( serialize_blocks( $blocks ) !== $content ) {
			return null; // The others would not stay as they are.
		}
		$shown  = array_keys( array_filter( $blocks, array( Body::class, 'is_counted' ) ) );
		$behind = $this->body->is_behind_middle( $number, $at );
		$piece  = 0 === stripos( $text, '<p>' ) ? "<!-- wp:paragraph -->\n$text\n<!-- /wp:paragraph -->" : "<!-- wp:html -->\n$text\n<!-- /wp:html -->";
		$parts  = array_map( 'serialize_block', $blocks );
		array_splice( $parts, $shown[ $number ] + ( $behind ? 1 : 0 ), 0, array( $behind ? "\n\n$piece" : "$piece\n\n" ) );
		return implode( '', $parts );
	}
}
