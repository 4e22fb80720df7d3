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

	/** @param array<int, array<string, mixed>> $blocks */
	private function add_blocks( array $blocks ): void {
		$length = 0;
		foreach ( $blocks as $block ) {
			$html = do_shortcode( render_block( $block ) );
			if ( null !== $block['blockName'] || '' !== trim( $block['innerHTML'] ) ) {
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
