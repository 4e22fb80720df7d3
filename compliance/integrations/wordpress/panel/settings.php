<?php
/**
 * The form of the settings page.
 *
 * @var array<string, mixed> $settings
 * @var string               $name   The option's name.
 * @var string[]             $types  Post types to choose from.
 * @var array<string, array> $roles
 * @var bool                 $fixed  Whether the token comes from wp-config.php.
 * @var array|false          $tested What the test button found.
 *
 * @package NewsroomCompliance
 */

namespace NewsroomCompliance;

defined( 'ABSPATH' ) || exit;
?>
<div class="wrap">
	<h1><?php esc_html_e( 'Compliance', 'newsroom-compliance' ); ?></h1>
	<?php if ( is_array( $tested ) ) : ?>
		<div class="notice <?php echo $tested['good'] ? 'notice-success' : 'notice-error'; ?> newsroom-compliance-test"><p><?php echo esc_html( $tested['message'] ); ?></p></div>
	<?php endif; ?>
	<form method="post" action="options.php">
		<?php settings_fields( SettingsPage::SLUG ); ?>
		<table class="form-table" role="presentation">
			<tr>
				<th scope="row"><label for="compliance-url"><?php esc_html_e( 'Address of the service', 'newsroom-compliance' ); ?></label></th>
				<td><input id="compliance-url" type="url" class="regular-text" required name="<?php echo esc_attr( $name ); ?>[url]" value="<?php echo esc_attr( $settings['url'] ); ?>">
				<p class="description"><?php esc_html_e( 'Where “compliance serve” listens, without a path.', 'newsroom-compliance' ); ?></p></td>
			</tr>
			<tr>
				<th scope="row"><label for="compliance-token"><?php esc_html_e( 'Token', 'newsroom-compliance' ); ?></label></th>
				<td><input id="compliance-token" type="password" class="regular-text" autocomplete="new-password" name="<?php echo esc_attr( $name ); ?>[token]" value="" <?php disabled( $fixed ); ?>
					placeholder="<?php echo '' === $settings['token'] ? '' : esc_attr__( 'set; leave empty to keep it', 'newsroom-compliance' ); ?>">
				<p class="description"><?php echo $fixed ? esc_html__( 'It is set in wp-config.php.', 'newsroom-compliance' ) : esc_html__( 'It is never shown again. NEWSROOM_COMPLIANCE_TOKEN in wp-config.php keeps it out of the database.', 'newsroom-compliance' ); ?></p></td>
			</tr>
			<tr>
				<th scope="row"><label for="compliance-timeout"><?php esc_html_e( 'Time limit', 'newsroom-compliance' ); ?></label></th>
				<td><input id="compliance-timeout" type="number" min="0.5" max="30" step="0.5" class="small-text" name="<?php echo esc_attr( $name ); ?>[timeout]" value="<?php echo esc_attr( $settings['timeout'] ); ?>">
				<?php esc_html_e( 'seconds', 'newsroom-compliance' ); ?></td>
			</tr>
			<tr>
				<th scope="row"><?php esc_html_e( 'When the service does not answer', 'newsroom-compliance' ); ?></th>
				<td><fieldset>
					<label><input type="radio" name="<?php echo esc_attr( $name ); ?>[closed]" value="1" <?php checked( $settings['closed'] ); ?>> <?php esc_html_e( 'Publish nothing that was not checked', 'newsroom-compliance' ); ?></label><br>
					<label><input type="radio" name="<?php echo esc_attr( $name ); ?>[closed]" value="0" <?php checked( ! $settings['closed'] ); ?>> <?php esc_html_e( 'Publish it, and record that it was not checked', 'newsroom-compliance' ); ?></label>
				</fieldset></td>
			</tr>
			<tr>
				<th scope="row"><?php esc_html_e( 'When a published article is changed', 'newsroom-compliance' ); ?></th>
				<td><fieldset>
					<label><input type="radio" name="<?php echo esc_attr( $name ); ?>[updates]" value="new" <?php checked( $settings['updates'], 'new' ); ?>> <?php esc_html_e( 'Block what makes it worse: findings that it did not have', 'newsroom-compliance' ); ?></label><br>
					<label><input type="radio" name="<?php echo esc_attr( $name ); ?>[updates]" value="block" <?php checked( $settings['updates'], 'block' ); ?>> <?php esc_html_e( 'Block it like a new one', 'newsroom-compliance' ); ?></label><br>
					<label><input type="radio" name="<?php echo esc_attr( $name ); ?>[updates]" value="warn" <?php checked( $settings['updates'], 'warn' ); ?>> <?php esc_html_e( 'Warn only', 'newsroom-compliance' ); ?></label>
				</fieldset></td>
			</tr>
			<tr>
				<th scope="row"><?php esc_html_e( 'What is checked', 'newsroom-compliance' ); ?></th>
				<td><fieldset><input type="hidden" name="<?php echo esc_attr( $name ); ?>[types][]" value="">
					<?php foreach ( $types as $type ) : ?>
						<label><input type="checkbox" name="<?php echo esc_attr( $name ); ?>[types][]" value="<?php echo esc_attr( $type ); ?>" <?php checked( in_array( $type, $settings['types'], true ) ); ?>> <?php echo esc_html( get_post_type_object( $type )->labels->name ); ?></label><br>
					<?php endforeach; ?>
				</fieldset></td>
			</tr>
			<tr>
				<th scope="row"><?php esc_html_e( 'Who may publish all the same, with a reason', 'newsroom-compliance' ); ?></th>
				<td><fieldset><input type="hidden" name="<?php echo esc_attr( $name ); ?>[roles][]" value="">
					<?php foreach ( $roles as $role => $each ) : ?>
						<label><input type="checkbox" name="<?php echo esc_attr( $name ); ?>[roles][]" value="<?php echo esc_attr( $role ); ?>" <?php checked( ! empty( $each['capabilities'][ Override::CAPABILITY ] ) ); ?>> <?php echo esc_html( translate_user_role( $each['name'] ) ); ?></label><br>
					<?php endforeach; ?>
				</fieldset></td>
			</tr>
		</table>
		<?php submit_button(); ?>
	</form>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<input type="hidden" name="action" value="<?php echo esc_attr( SettingsPage::TEST ); ?>">
		<?php wp_nonce_field( SettingsPage::TEST ); ?>
		<?php submit_button( __( 'Test the connection', 'newsroom-compliance' ), 'secondary', 'test', false ); ?>
		<p class="description"><?php esc_html_e( 'Tests what is saved.', 'newsroom-compliance' ); ?></p>
	</form>
</div>
