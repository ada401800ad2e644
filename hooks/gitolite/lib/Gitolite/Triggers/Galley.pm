package Gitolite::Triggers::Galley;

# Hides blind reviews, until they are merged, from those who may not see them yet: docs/server.md.

use strict;
use warnings;

use Gitolite::Rc;
use Gitolite::Common;

# What hands out more than is listed: single objects, and over http files as they lie there.
my @strict = map { [ $_, 'false' ] } (
    'uploadpack.allowTipSHA1InWant', 'uploadpack.allowReachableSHA1InWant', 'uploadpack.allowAnySHA1InWant',
    'http.getanyfile', 'http.uploadarchive',
);

sub pre_git {
    my ( $repo, $user ) = @_[ 1, 2 ];
    my $galley = $rc{GALLEY} || 'galley';
    open( my $answer, '-|', $galley, 'gate', $user, '--hidden', '--repo', "$rc{GL_REPO_BASE}/$repo.git" )
      or _die "galley can't be run: $!";
    chomp( my @hidden = <$answer> );
    close($answer) or _die "galley can't tell what is hidden in $repo";
    return unless @hidden;

    # Protocol 2 hands out whatever object is asked for by its id.
    delete @ENV{ 'GIT_PROTOCOL', 'HTTP_GIT_PROTOCOL' };
    my @settings = ( @strict, map { [ 'transfer.hideRefs', $_ ] } @hidden );
    for my $index ( 0 .. $#settings ) {
        ( $ENV{"GIT_CONFIG_KEY_$index"}, $ENV{"GIT_CONFIG_VALUE_$index"} ) = @{ $settings[$index] };
    }
    $ENV{GIT_CONFIG_COUNT} = @settings;
}

1;
