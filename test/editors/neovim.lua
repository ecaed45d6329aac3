-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
-- Neovim on IRQLINT_TEST_FILE; what the user would see goes to IRQLINT_TEST_RESULT.
local patience = tonumber(vim.env.IRQLINT_TEST_PATIENCE) * 1000
local command = vim.split(vim.env.IRQLINT_TEST_COMMAND, ' ')
local result = {}

local function ours()
	return vim.tbl_filter(function(found) return found.source == 'irqlint' end, vim.diagnostic.get(0))
end

local function wait(what, condition)
	if not vim.wait(patience, condition, 20) then
		io.stderr:write('neovim.lua: waited in vain for ' .. what .. '\n')
		vim.cmd('cquit 1')
	end
end

local function text()
	return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n'
end

-- Has the user choose what begins with @title of what is offered where the cursor is.
local function act(title)
	local chosen = false
	vim.ui.select = function(items, options, done)
		result.titles = {}
		for _, item in ipairs(items) do
			table.insert(result.titles, options.format_item and options.format_item(item) or item[2].title)
		end
		for _, item in ipairs(items) do
			if vim.startswith(item[2].title, title) then
				chosen = true
				return done(item)
			end
		end
	end
	vim.lsp.buf.code_action()
	wait(title, function() return chosen end)
	wait('no finding', function() return #ours() == 0 end)
	return text()
end

local function hover()
	vim.lsp.buf.hover()
	local lines
	wait('a hover', function()
		for _, window in ipairs(vim.api.nvim_list_wins()) do
			if vim.api.nvim_win_get_config(window).relative ~= '' then
				lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
				vim.api.nvim_win_close(window, true)
				return true
			end
		end
	end)
	return table.concat(lines, '\n')
end

vim.cmd('filetype on')
vim.o.swapfile = false
require('irqlint').setup { cmd = command }
vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.IRQLINT_TEST_FILE))
wait('a finding', function() return #ours() > 0 end)
result.found = vim.tbl_map(function(found)
	return { line = found.lnum + 1, text = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1,
		true)[1]:sub(found.col + 1, found.end_col), code = found.code or found.user_data.lsp.code, message = found.message }
end, ours())
local first = ours()[1]
vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
if vim.env.IRQLINT_TEST_OTHER then
	wait('the other server', function()
		return #vim.tbl_filter(function(found) return found.source ~= 'irqlint' end, vim.diagnostic.get(0)) > 0
	end)
	result.others = vim.tbl_map(function(found) return found.message end, vim.tbl_filter(function(found)
		return found.source ~= 'irqlint' end, vim.diagnostic.get(0)))
end
result.hover = hover()
result.suppressed = act('Suppress')
vim.cmd('undo')
wait('the finding again', function() return #ours() > 0 end)
vim.api.nvim_win_set_cursor(0, { ours()[1].lnum + 1, 0 })
result.fixed = act('Replace')
vim.fn.writefile({ vim.fn.json_encode(result) }, vim.env.IRQLINT_TEST_RESULT)
vim.cmd('qall!')
