" SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
" ALE on IRQLINT_TEST_FILE; what the user would see goes to IRQLINT_TEST_RESULT.
set nocompatible noswapfile encoding=utf-8
filetype on
let s:patience = str2nr($IRQLINT_TEST_PATIENCE) * 20
let s:words = split($IRQLINT_TEST_COMMAND)

function! s:fail(what) abort
	call writefile(['ale.vim: waited in vain for ' . a:what], '/dev/stderr')
	cquit 1
endfunction

function! s:wait(what, condition) abort
	for s:i in range(s:patience)
		if eval(a:condition)
			return
		endif
		sleep 50m
	endfor
	call s:fail(a:what)
endfunction

function! s:previews() abort
	return filter(range(1, bufnr('$')), {_, number -> getbufvar(number, '&filetype') =~# 'ale-preview'})
endfunction

let g:ale_linters = {'c': ['irqlint']}
let g:ale_c_irqlint_executable = s:words[0]
let g:ale_lint_on_text_changed = 'always'
let g:ale_lint_delay = 10
packadd ale
exec 'edit ' . fnameescape($IRQLINT_TEST_FILE)
call s:wait('a finding', '!empty(getloclist(0))')
let s:found = map(getloclist(0), {_, item -> {'line': item.lnum, 'column': item.col, 'message': item.text}})

call cursor(s:found[0].line, s:found[0].column)
ALEHover
call s:wait('a hover', '!empty(s:previews())')
let s:hover = join(getbufline(s:previews()[0], 1, '$'), "\n")

exec 'buffer ' . bufnr(fnameescape($IRQLINT_TEST_FILE))
%s/touch_thread, 0/touch_thread, IRQF_ONESHOT/
call ale#Queue(0)
call s:wait('no finding', 'empty(getloclist(0))')
call writefile([json_encode({'found': s:found, 'hover': s:hover})], $IRQLINT_TEST_RESULT)
qall!
