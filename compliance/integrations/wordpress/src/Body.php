<?php
namespace NewsroomCompliance;

/** A post's text as readers will see it, and where in it each of the editor's blocks begins. */
final class Body {

	public string $html = '';

	/** The character of `html` at which each top-level block begins, as the editor counts blocks. @var int[] */
	public array $starts = array();

	/** Reusable and dynamic blocks and shortcodes are filled in; nothing that themes and plugins put around it is. */
	public static function of( Candidate $candidate ): self {
		global $post;
		$before        = $post;
		$post          = self::stand_in( $candidate ); // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- blocks ask it.
		$found         = new self();
		try {
			if ( has_blocks( $candidate->content ) ) {
				$found->add_blocks( parse_blocks( $candidate->content ) );
			} else {
				$found->html = do_shortcode( shortcode_unautop( wpautop( $candidate->content ) ) );
			}
		} finally {
			$post = $before; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
		}
		return $found;
	}

	/** The number of the block that holds a character; null in a text without blocks. */
	public function block_at( int $character ): ?int {
		$block = null;
		foreach ( $this->starts as $number => $start ) {
			if ( $start <= $character ) {
				$block = $number;
			}
		}
		return $block;
	}

	/**
	 * Whether the editor counts a block: white space between blocks is none to it.
	 *
	 * @param array<string, mixed> $block
	 */
	public static function is_counted( array $block ): bool {
		return null !== $block['blockName'] || '' !== trim( $block['innerHTML'] );
	}

	/** The last so many characters before a place, from where its line of text begins at most. */
	public function before( int $at, int $most ): string {
		return (string) preg_replace( '~^.*\n~s', '', mb_substr( $this->html, max( 0, $at - $most ), min( $at, $most ), 'UTF-8' ) );
	}

	/** The first so many characters behind a place, to where its line of text ends at most. */
	public function after( int $at, int $most ): string {
		return (string) preg_replace( '~\n.*$~s', '', mb_substr( $this->html, $at, $most, 'UTF-8' ) );
	}

	/** Whether a character lies in the second half of a block. */
	public function is_behind_middle( int $block, int $at ): bool {
		$end = $this->starts[ $block + 1 ] ?? mb_strlen( $this->html, 'UTF-8' );
		return $at - $this->starts[ $block ] > $end - $at;
	}

	/** @param array<int, array<string, mixed>> $blocks */
	private function add_blocks( array $blocks ): void {
		$length = 0;
		foreach ( $blocks as $block ) {
			$html = do_shortcode( render_block( $block ) );
			if ( self::is_counted( $block ) ) {
				$this->starts[] = $length;
			}
			$this->html .= $html;
			$length     += mb_strlen( $html, 'UTF-8' );
		}
	}

	private static function stand_in( Candidate $candidate ): \WP_Post {
		return new \WP_Post(
			(object) array(
				'ID'           => $candidate->id,
				'post_type'    => $candidate->type,
				'post_status'  => $candidate->status,
				'post_title'   => $candidate->title,
				'post_content' => $candidate->content,
				'post_excerpt' => $candidate->excerpt,
				'post_author'  => $candidate->author,
				'filter'       => 'raw',
			)
		);
	}
}
