/**
 * What nginx knows of its directives: where each may stand, what it takes, how an inner level goes with an outer one. The
 * facts are in directives.txt.
 *
 * <p>Enter at {@link io.sluice.nginx.directive.Checker}, which says what nginx would refuse, and at {@link
 * io.sluice.nginx.directive.DirectiveTable}.
 */
package io.sluice.nginx.directive;
